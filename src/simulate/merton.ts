import { z } from 'zod';
import type { MertonJumps } from '../contracts/merton-price.ts';
import type { BlockPlan } from '../engine/drawing/block.ts';
import { drawBlocks } from '../engine/drawing/draw-blocks.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { poissonDistribution } from '../math/poisson.ts';
import { requireNonNegative, requirePositive } from '../support/require.ts';
import { parseSaved } from '../support/saved-data.ts';
import { defineMarket, type Market, type MarketJSON, spotAtWriting } from './market.ts';
import { mertonSmile, type SmileTable } from './merton-smile.ts';

export interface MertonParameters extends MertonJumps {
  /** Expected return a year, continuously compounded, a decimal; 0 by default. */
  readonly driftAnnual?: number;
  /** Trading days in a year; 252 by default. */
  readonly daysPerYear?: number;
}

/** Standard deviations of the logarithm, and single jumps beyond them, that the smile's table covers. */
const reachDeviations = 7;
const reachJumps = 3;

/**
 * Merton's jump diffusion (1976): log S moves by (μ − σ²/2 − λk) dt + σ √dt Z and by N normal jumps, N Poisson with mean
 * λ dt and k the expected relative jump, day by day, exactly. At drift 0 the price is a martingale.
 *
 * Implied volatility, unless the request asks for the instantaneous one: Black–Scholes volatility of Merton's own price of
 * the contract's strike and remaining life, interpolated in log-moneyness (`mertonSmile`), at a rate of 0. The
 * instantaneous one counts the jumps' variance in: √(σ² + λ(mean² + sd²)).
 *
 * @throws RangeError when a parameter is out of range
 * @example
 * const market = createMerton({ volAnnual: 0.15, jumpsPerYear: 1, jumpMean: -0.1, jumpSd: 0.1 });
 * const paths = market.simulate({ paths: 1000, steps: 21, seed: 7, stream: ['example'] });
 */
export function createMerton(parameters: MertonParameters): Market {
  const { volAnnual, jumpsPerYear, jumpMean, jumpSd, driftAnnual = 0, daysPerYear = tradingDaysPerYear } = parameters;
  checkParameters({ volAnnual, jumpsPerYear, jumpMean, jumpSd, driftAnnual, daysPerYear });
  const jumps: MertonJumps = { volAnnual, jumpsPerYear, jumpMean, jumpSd };
  const compensator = jumpsPerYear * Math.expm1(jumpMean + 0.5 * jumpSd * jumpSd);
  const drift = (driftAnnual - 0.5 * volAnnual * volAnnual - compensator) / daysPerYear;
  const scale = volAnnual * Math.sqrt(1 / daysPerYear);
  const jumpCounts = poissonDistribution(jumpsPerYear / daysPerYear);
  const totalVol = Math.sqrt(volAnnual * volAnnual + jumpsPerYear * (jumpMean * jumpMean + jumpSd * jumpSd));
  const smilesOf = rememberLast((steps: number, daysPerStep: number, moneyness: number) => {
    const years = (steps * daysPerStep) / daysPerYear;
    const reach =
      Math.abs(Math.log(moneyness)) +
      reachDeviations * totalVol * Math.sqrt(years) +
      reachJumps * (Math.abs(jumpMean) + 3 * jumpSd);
    return Array.from({ length: steps + 1 }, (_, step) =>
      mertonSmile(jumps, ((steps - step) * daysPerStep) / daysPerYear, reach),
    );
  });

  return defineMarket({
    name: 'merton',
    daysPerYear,
    signals: [],
    mirrors: true,
    samplings: ['pseudo-random', 'sobol'],
    draw(request, into) {
      const { steps, daysPerStep = 1, moneyness = 1, quote = 'model' } = request;
      const smiles: readonly SmileTable[] = quote === 'model' ? smilesOf(steps, daysPerStep, moneyness) : [];
      const logStrike = Math.log(moneyness);
      const plan: BlockPlan = {
        factors: ['normal', 'uniform', 'normal'],
        stateRows: 2,
        tables: [jumpCounts, ...smiles.map(({ values }) => values)],
        begin({ kernels, state, count }) {
          kernels.fillRow(state(0), 0, count);
        },
        advance({ kernels, state, normals, uniforms, tables, count }, substep) {
          kernels.diffuseRow(state(0), normals(0, substep), drift, scale, count);
          const entries = jumpCounts.length;
          const sizes = normals(2, substep);
          kernels.jumpRow(state(0), uniforms(1, substep), sizes, tables[0], entries, jumpMean, jumpSd, count);
        },
        observe(block, step) {
          const { kernels, state, tables, count } = block;
          if (quote === 'model') {
            const { values, origin, inverseStep } = smiles[step];
            const from = origin + logStrike;
            kernels.lookUpRow(state(0), state(1), tables[1 + step], values.length, from, inverseStep, count);
            block.write(into.impliedVol, step, state(1));
          } else {
            block.fill(into.impliedVol, step, totalVol);
          }
          kernels.expRow(state(0), state(1), spotAtWriting, count);
          block.write(into.spot, step, state(1));
        },
      };
      drawBlocks(plan, request, into);
    },
    toJSON: () => ({ market: 'merton', ...jumps, driftAnnual, daysPerYear }),
  });
}

function checkParameters(parameters: Required<MertonParameters>): void {
  requirePositive('volAnnual', parameters.volAnnual);
  requireNonNegative('jumpsPerYear', parameters.jumpsPerYear);
  requireNonNegative('jumpSd', parameters.jumpSd);
  requirePositive('daysPerYear', parameters.daysPerYear);
  for (const name of ['jumpMean', 'driftAnnual'] as const) {
    if (!Number.isFinite(parameters[name])) {
      throw new RangeError(`${name} is ${parameters[name]}: expected a finite number`);
    }
  }
}

/** The function, computed again only when its arguments change: batches of one request share their tables. */
function rememberLast<T>(compute: (...values: readonly [number, number, number]) => T): typeof compute {
  let last: { readonly values: readonly number[]; readonly result: T } | undefined;
  return (...values) => {
    if (last === undefined || values.some((value, i) => value !== last?.values[i])) {
      last = { values, result: compute(...values) };
    }
    return last.result;
  };
}

const savedParts = z.object({
  volAnnual: z.number().positive(),
  jumpsPerYear: z.number().nonnegative(),
  jumpMean: z.number(),
  jumpSd: z.number().nonnegative(),
  driftAnnual: z.number(),
  daysPerYear: z.number().positive(),
});

/** Restores a market from `createMerton(…).toJSON()`. Throws an InputError on data that it cannot have written. */
export function loadMerton(json: MarketJSON): Market {
  return createMerton(parseSaved("saved market 'merton'", savedParts, json));
}
