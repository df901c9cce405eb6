import { z } from 'zod';
import type { BlockPlan } from '../engine/drawing/block.ts';
import { drawBlocks } from '../engine/drawing/draw-blocks.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { requireCount, requirePositive } from '../support/require.ts';
import { parseSaved } from '../support/saved-data.ts';
import { hybridScheme } from './hybrid-scheme.ts';
import { defineMarket, type Market, type MarketJSON, spotAtWriting } from './market.ts';
import { quotePlan } from './rough-bergomi-quotes.ts';
import { type SmileRatios, simulateSmileRatios, smileStrikes } from './rough-bergomi-smile.ts';
import { fillVariances, gridTables, roughGrid } from './rough-grid.ts';

export interface RoughBergomiParameters {
  /** H, in (0, ½]: the smaller, the rougher; ½ is lognormal variance without memory. */
  readonly hurst: number;
  /** η, volatility of the logarithm of variance, per year^H. */
  readonly volOfVol: number;
  /** ρ, of price and variance, in (−1, 1). */
  readonly correlation: number;
  /** ξ₀, variance a year expected at writing: one number, or one for each trading day, the last for all later days. */
  readonly forwardVariance: number | readonly number[];
  /** Expected return a year, continuously compounded, a decimal; 0 by default. */
  readonly driftAnnual?: number;
  /** Trading days in a year; 252 by default. */
  readonly daysPerYear?: number;
  /** Moves a trading day; 1 by default. */
  readonly substepsPerDay?: number;
}

/**
 * Rough Bergomi (Bayer, Friz and Gatheral 2016): dS / S = μ dt + √v (ρ dW + √(1 − ρ²) dW⊥),
 * v_t = ξ₀(t) exp(η X_t − ½ η² Var X_t), X_t = √(2H) ∫₀ᵗ (t − s)^(H − ½) dW_s, by the hybrid scheme (`hybridScheme`), the price by
 * Euler's on its logarithm: E[v_t] = ξ₀(t) and E[S_t] = S₀ e^{μt} hold exactly on any grid. Normals and variances are float32
 * (relative error 1e-6), prices float64. Time grows with the square of the substeps: a block of paths is one triangular
 * product over all of its past shocks.
 *
 * Implied volatility, the model's quote: the average variance that each path's past lets expect over the remaining life
 * (`quotePlan`), its root times the ratio that an option of that life, level and strike has under flat forward variance,
 * simulated once (`simulateSmileRatios`; some 0.1 s), where the variance at hand, which is known, counts as certain. At
 * writing under flat forward variance the error is the noise of 4096 paths, 0.1 volatility points; later forward variance is
 * not flat: 0.2 points root mean square within 1.5 standard deviations of the money, 1 after the sharpest rises (η = 1.9, H =
 * 0.07, ρ = −0.7), against nested simulation. 'instantaneous' is √v, which says little about a life of weeks here.
 *
 * @throws RangeError when a parameter is out of range
 * @example
 * const market = createRoughBergomi({ hurst: 0.07, volOfVol: 1.9, correlation: -0.7, forwardVariance: 0.235 ** 2 });
 * const paths = market.simulate({ paths: 1000, steps: 100, seed: 7, stream: ['example'] });
 */
export function createRoughBergomi(parameters: RoughBergomiParameters): Market {
  const { hurst, volOfVol, correlation, forwardVariance, driftAnnual = 0 } = parameters;
  const { daysPerYear = tradingDaysPerYear, substepsPerDay = 1 } = parameters;
  if (!(hurst > 0 && hurst <= 0.5)) throw new RangeError(`hurst is ${hurst}: expected a number in (0, 0.5]`);
  requirePositive('volOfVol', volOfVol);
  if (!(Math.abs(correlation) < 1)) {
    throw new RangeError(`correlation is ${correlation}: expected a number between -1 and 1, neither of them`);
  }
  const curve = typeof forwardVariance === 'number' ? [forwardVariance] : [...forwardVariance];
  if (curve.length === 0) throw new RangeError('forwardVariance is empty: expected a number, or one for each day');
  curve.forEach((value, day) => {
    requirePositive(typeof forwardVariance === 'number' ? 'forwardVariance' : `forwardVariance[${day}]`, value);
  });
  if (!Number.isFinite(driftAnnual)) throw new RangeError(`driftAnnual is ${driftAnnual}: expected a finite number`);
  requirePositive('daysPerYear', daysPerYear);
  requireCount('substepsPerDay', substepsPerDay);

  const years = 1 / (daysPerYear * substepsPerDay);
  const independent = Math.sqrt(1 - correlation * correlation);
  const level = Math.sqrt(curve.reduce((sum, value) => sum + value, 0) / curve.length);
  // Sobol's first dimensions go where they count most.
  const [volFactor, priceFactor, residualFactor] = [0, 1, 2];
  const [spot, out, logSpot, firstAverage] = [0, 1, 2, 3];
  let smiles: { readonly substeps: number; readonly ratios: SmileRatios } | undefined;

  /** Simulated before a draw, since there is one layout of the kernels' memory at a time; kept for the next. */
  function smileRatios(substeps: number): SmileRatios {
    if (smiles === undefined || smiles.substeps !== substeps) {
      smiles = { substeps, ratios: simulateSmileRatios({ hurst, volOfVol, correlation, years, level }, substeps) };
    }
    return smiles.ratios;
  }

  return defineMarket({
    name: 'rough-bergomi',
    daysPerYear,
    signals: ['variance'],
    mirrors: true,
    samplings: ['pseudo-random', 'sobol'],
    draw(request, into) {
      const { steps, daysPerStep = 1, moneyness = 1, quote = 'model' } = request;
      const substepsPerStep = daysPerStep * substepsPerDay;
      const substeps = steps * substepsPerStep;
      const variances = Float64Array.from(
        { length: substeps + 1 },
        (_, i) => curve[Math.min(Math.floor(i / substepsPerDay), curve.length - 1)],
      );
      const grid = roughGrid(hybridScheme(hurst, years, substeps), volOfVol, variances);
      const quotes = quote === 'model' ? quotePlan(grid, substepsPerStep) : undefined;
      const ratios = quotes && smileRatios(substeps);
      const slices = ratios && Array.from({ length: steps }, (_, step) => ratios.at(substeps - step * substepsPerStep));
      const logStrike = Math.log(moneyness * spotAtWriting);
      const growth = Math.exp(driftAnnual * years);

      const plan: BlockPlan = {
        factors: ['normal', 'normal', 'normal'],
        substepsPerDay,
        stateRows: 3 + (quotes === undefined ? 0 : steps + 1),
        tables: [...gridTables(grid), ...(quotes === undefined ? [] : [quotes]), ...(slices ?? [])],
        wholePaths: true,
        begin(block) {
          const { kernels, state, count, tables } = block;
          kernels.fillRow(state(spot), spotAtWriting, count);
          const asked = quotes && { plan: tables[3], averages: state(firstAverage) };
          fillVariances(block, grid, volFactor, residualFactor, asked);
        },
        advance({ kernels, state, normals, count }, substep) {
          kernels.roughPriceRow(
            state(spot),
            substep === 0 ? 0 : normals(residualFactor, substep - 1),
            variances[0],
            normals(priceFactor, substep),
            normals(volFactor, substep),
            growth,
            years,
            correlation,
            independent,
            count,
          );
        },
        observe(block, step) {
          const { kernels, state, count } = block;
          const row = state(out);
          const at = step * substepsPerStep;
          block.write(into.spot, step, state(spot));
          const isQuoted = ratios !== undefined && step < steps;
          if (at === 0) kernels.fillRow(row, variances[0], count);
          else if (isQuoted || into.signals.variance !== undefined) {
            kernels.promoteRow(block.normals(residualFactor, at - 1), row, count);
          }
          if (into.signals.variance !== undefined) block.write(into.signals.variance, step, row);
          if (isQuoted) {
            const average = state(firstAverage + step);
            const left = substeps - at;
            const { widest, step: strikeStep, count: columns } = smileStrikes;
            kernels.logRow(state(spot), state(logSpot), 1, count);
            kernels.smileRow(
              ...([average, state(logSpot), row, block.tables[4 + step], columns, widest, 1 / strikeStep] as const),
              ...([...ratios.levels, logStrike, 1 / Math.sqrt(left * years)] as const),
              // A single substep is lognormal: its ratio is 1.
              ...([1 / left, left === 1 ? 0 : left / (left - 1), count] as const),
            );
            block.write(into.impliedVol, step, average);
          } else if (at === 0) block.fill(into.impliedVol, step, Math.sqrt(variances[0]));
          else {
            kernels.rootRow(block.normals(residualFactor, at - 1), row, count);
            block.write(into.impliedVol, step, row);
          }
        },
      };
      drawBlocks(plan, request, into);
    },
    toJSON: () => ({
      market: 'rough-bergomi',
      ...{ hurst, volOfVol, correlation, forwardVariance, driftAnnual, daysPerYear, substepsPerDay },
    }),
  });
}

const positive = z.number().positive();
const savedParts = z.object({
  hurst: positive.max(0.5),
  volOfVol: positive,
  correlation: z.number().gt(-1).lt(1),
  forwardVariance: z.union([positive, z.array(positive).min(1)]),
  driftAnnual: z.number(),
  daysPerYear: positive,
  substepsPerDay: z.int().min(1),
});

/** Restores a market from `createRoughBergomi(…).toJSON()`. Throws an InputError on data that it cannot have written. */
export function loadRoughBergomi(json: MarketJSON): Market {
  return createRoughBergomi(parseSaved("saved market 'rough-bergomi'", savedParts, json));
}
