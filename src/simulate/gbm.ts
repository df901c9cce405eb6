import { z } from 'zod';
import type { Block, BlockPlan } from '../engine/drawing/block.ts';
import { drawBlocks } from '../engine/drawing/draw-blocks.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { requirePositive } from '../support/require.ts';
import { parseSaved } from '../support/saved-data.ts';
import { defineMarket, type Market, type MarketJSON, spotAtWriting } from './market.ts';

export interface GbmParameters {
  /** Annualised volatility, a decimal; options are quoted at it too. */
  readonly volAnnual: number;
  /** Expected return a year, continuously compounded, a decimal; 0 by default. */
  readonly driftAnnual?: number;
  /** Trading days in a year; 252 by default. */
  readonly daysPerYear?: number;
}

/**
 * Geometric Brownian motion, the market of Black and Scholes (1973): log S moves by (μ − σ²/2) dt + σ √dt Z, exactly. Moves are
 * float32 (exact to 1e-7 of themselves, as the normals are), prices float64.
 *
 * Paths move day by day, so that `steps` 4 of 5 days show the same paths as 20 of 1 day, seen less often.
 *
 * @throws RangeError when a parameter is out of range
 * @example
 * const market = createGbm({ volAnnual: 0.2 });
 * const paths = market.simulate({ paths: 1000, steps: 21, seed: 7, stream: ['example'] });
 */
export function createGbm({ volAnnual, driftAnnual = 0, daysPerYear = tradingDaysPerYear }: GbmParameters): Market {
  requirePositive('volAnnual', volAnnual);
  if (!Number.isFinite(driftAnnual)) throw new RangeError(`driftAnnual is ${driftAnnual}: expected a finite number`);
  requirePositive('daysPerYear', daysPerYear);
  const drift = (driftAnnual - (volAnnual * volAnnual) / 2) / daysPerYear;
  const scale = volAnnual * Math.sqrt(1 / daysPerYear);
  const small = Math.abs(drift) + largestNormal * scale <= 0.25;
  const movements = small ? spotPlan(drift, scale) : logSpotPlan(drift, scale);

  return defineMarket({
    name: 'gbm',
    daysPerYear,
    signals: [],
    flatVol: volAnnual,
    mirrors: true,
    samplings: ['pseudo-random', 'sobol'],
    draw(request, into) {
      const plan: BlockPlan = {
        ...movements,
        factors: ['normal'],
        stateRows: 2,
        observe(block, step) {
          block.write(into.spot, step, movements.spot(block));
          block.fill(into.impliedVol, step, volAnnual);
        },
      };
      drawBlocks(plan, request, into);
    },
    toJSON: () => ({ market: 'gbm', volAnnual, driftAnnual, daysPerYear }),
  });
}

/** Sizes of drawn normals stay below this. */
const largestNormal = 6.34;

interface Movements extends Pick<BlockPlan, 'begin' | 'advance'> {
  /** Address of the row of spots. */
  spot(block: Block): number;
}

/** Days of at most a quarter either way: the spot itself moves. */
function spotPlan(drift: number, scale: number): Movements {
  return {
    begin({ kernels, state, count }) {
      kernels.fillRow(state(0), spotAtWriting, count);
    },
    advance({ kernels, state, normals, count }, substep) {
      kernels.growRow(state(0), normals(0, substep), drift, scale, count);
    },
    spot: ({ state }) => state(0),
  };
}

function logSpotPlan(drift: number, scale: number): Movements {
  return {
    begin({ kernels, state, count }) {
      kernels.fillRow(state(0), 0, count);
    },
    advance({ kernels, state, normals, count }, substep) {
      kernels.diffuseRow(state(0), normals(0, substep), drift, scale, count);
    },
    spot({ kernels, state, count }) {
      kernels.expRow(state(0), state(1), spotAtWriting, count);
      return state(1);
    },
  };
}

const savedParts = z.object({
  volAnnual: z.number().positive(),
  driftAnnual: z.number(),
  daysPerYear: z.number().positive(),
});

/** Restores a market from `createGbm(…).toJSON()`. Throws an InputError on data that it cannot have written. */
export function loadGbm(json: MarketJSON): Market {
  return createGbm(parseSaved("saved market 'gbm'", savedParts, json));
}
