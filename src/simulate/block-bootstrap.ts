import { z } from 'zod';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { requirePositive } from '../support/require.ts';
import { checkSavedLengths, parseSaved } from '../support/saved-data.ts';
import { createBootstrapGrowth } from './bootstrap-growth.ts';
import { ridingVols, variancesBefore } from './bootstrap-tables.ts';
import { checkMeanBlockDays, drawnDay, drawResampled, type ResampledMoves } from './draw-resampled.ts';
import {
  defineMarket,
  type Market,
  type MarketJSON,
  type PathColumns,
  type SimulationRequest,
  spotAtWriting,
} from './market.ts';

export interface BlockBootstrapParameters {
  /** Daily log returns in the order of history. */
  readonly returns: Float64Array;
  /** Implied volatility at the close before each return and at the close after it; left out where none is known. */
  readonly impliedVol?: { readonly before: Float64Array; readonly after: Float64Array };
  /**
   * How implied volatility rides along: by the 'changes' of its logarithm, from the level before the first day drawn and
   * within the observed range (the default), or by its 'levels', which are history's own but jump where a block ends.
   */
  readonly volBy?: 'changes' | 'levels';
  /** Mean length in days of the blocks drawn, 1 or more. */
  readonly meanBlockDays: number;
  /** Whether prices keep history's mean growth; false by default: their mean stays at the spot at writing. */
  readonly keepDrift?: boolean;
  /** Decay a day of the EWMA variance, in (0, 1); 0.94 by default. */
  readonly lambda?: number;
  /** Implied over EWMA volatility, where no implied volatility is given; 1 by default. */
  readonly impliedPremium?: number;
}

/** Rows of state beside `drawnDay`. */
const price = 1;
const variance = 2;
const vol = 3;
const scratch = 4;

/** Places of the tables. */
const growths = 0;
const moves = 1;
const firstVariances = 2;
const firstVols = 3;
const dayVols = 4;

/** In the place of a table that a request does not need. */
const none = new Float64Array();

/**
 * Stationary block bootstrap of real daily returns (Politis and Romano 1994): blocks of geometric length begin on days
 * drawn uniformly, and history wraps around at its end. Keeps the distribution of returns as it was, fat tails and
 * all, and their dependence within blocks.
 *
 * Prices are divided by their expectation at each day, which is known exactly for a given history: E[S_t] is the spot
 * at writing for every t. Within a block the next return follows from the last, as it did in history, so the mean given
 * the past is not: that is a property of resampling. `keepDrift` leaves the division out.
 *
 * The signal `variance` is the EWMA variance of returns (J.P. Morgan, RiskMetrics Technical Document, 1996), annualised:
 * of history up to the first day drawn, of the drawn returns from there on. Implied volatility is history's, riding along
 * with the days drawn (`volBy`); without one it is the root of `variance` times `impliedPremium`, whatever the remaining
 * life. The quote 'instantaneous' is the root of `variance`. Days that never happened cannot be mirrored: a request for
 * antithetic paths gets plain ones.
 *
 * @throws RangeError on empty lists, lists that differ in length and parameters out of range
 * @example
 * const { market } = calibrateBlockBootstrap({ close: bars.close });
 * const paths = market.simulate({ paths: 1000, steps: 21, seed: 7, stream: ['example'] });
 */
export function createBlockBootstrap(parameters: BlockBootstrapParameters): Market {
  checkParameters(parameters);
  const { returns, impliedVol: history, volBy = 'changes', meanBlockDays, keepDrift = false } = parameters;
  const { lambda = 0.94, impliedPremium = 1 } = parameters;
  const days = returns.length;
  const logGrowth = createBootstrapGrowth(returns, meanBlockDays);
  const returnGrowths = returns.map(Math.exp);
  const startVariances = variancesBefore(returns, lambda);
  const vols = history && ridingVols(history, volBy);

  function draw(request: SimulationRequest, into: PathColumns): void {
    const { steps, daysPerStep = 1, quote } = request;
    const drifts = keepDrift ? new Float64Array(steps * daysPerStep + 1) : logGrowth(steps * daysPerStep);
    const riding = quote === 'instantaneous' ? undefined : vols;
    const premium = quote === 'instantaneous' ? 1 : impliedPremium;
    const hasVariance = into.signals.variance !== undefined || riding === undefined;
    const plan: ResampledMoves = {
      stateRows: 5,
      tables: [
        returnGrowths,
        hasVariance ? returns : none,
        hasVariance ? startVariances : none,
        riding?.before ?? none,
        riding?.ofDays ?? none,
      ],
      begin({ kernels, state, tables, count }) {
        kernels.fillRow(state(price), spotAtWriting, count);
        if (hasVariance) kernels.gatherRow(state(drawnDay), state(variance), tables[firstVariances], count);
        if (riding) kernels.gatherRow(state(drawnDay), state(vol), tables[firstVols], count);
      },
      advance({ kernels, state, tables, count }, day) {
        const drift = drifts[day] - drifts[day - 1];
        kernels.scaleByDayRow(state(price), state(drawnDay), tables[growths], Math.exp(-drift), count);
        if (hasVariance) {
          const weight = tradingDaysPerYear * (1 - lambda);
          kernels.ewmaByDayRow(state(variance), state(drawnDay), tables[moves], drift, lambda, weight, count);
        }
        if (riding === undefined) return;
        const table = tables[dayVols];
        if (volBy === 'levels') kernels.gatherRow(state(drawnDay), state(vol), table, count);
        else kernels.rideByDayRow(state(vol), state(drawnDay), table, riding.lowest, riding.highest, count);
      },
      observe(block, step) {
        const { kernels, state, count } = block;
        block.write(into.spot, step, state(price));
        if (into.signals.variance !== undefined) block.write(into.signals.variance, step, state(variance));
        if (riding === undefined) kernels.sqrtRow(state(variance), state(scratch), premium, count);
        block.write(into.impliedVol, step, state(riding === undefined ? scratch : vol));
      },
    };
    drawResampled({ days, meanBlockDays }, plan, request, into);
  }

  return defineMarket({
    name: 'block-bootstrap',
    daysPerYear: tradingDaysPerYear,
    signals: ['variance'],
    draw,
    toJSON: () => ({
      ...parameters,
      market: 'block-bootstrap',
      returns: Array.from(returns),
      ...(history && { impliedVol: { before: Array.from(history.before), after: Array.from(history.after) } }),
    }),
  });
}

function checkParameters(parameters: BlockBootstrapParameters): void {
  const { returns, impliedVol, meanBlockDays, lambda = 0.94, impliedPremium = 1 } = parameters;
  if (returns.length === 0) throw new RangeError('returns is empty: expected one day or more');
  if (!returns.every(Number.isFinite))
    throw new RangeError('returns holds a value that is not finite: expected numbers');
  if (returns.every((value) => value === 0))
    throw new RangeError('returns are all 0: expected days on which prices moved');
  for (const [name, column] of Object.entries(impliedVol ?? {})) {
    if (column.length !== returns.length) {
      throw new RangeError(
        `impliedVol.${name} has ${column.length} values: expected ${returns.length}, as returns has`,
      );
    }
    if (!column.every((vol) => vol > 0 && vol < Number.POSITIVE_INFINITY)) {
      throw new RangeError(
        `impliedVol.${name} holds a value that is not above 0: expected volatilities, decimals a year`,
      );
    }
  }
  checkMeanBlockDays(meanBlockDays);
  if (!(lambda > 0 && lambda < 1)) throw new RangeError(`lambda is ${lambda}: expected a number in (0, 1)`);
  requirePositive('impliedPremium', impliedPremium);
}

const column = z
  .array(z.number())
  .min(1)
  .transform((values) => Float64Array.from(values));
const vols = z
  .array(z.number().positive())
  .min(1)
  .transform((values) => Float64Array.from(values));
const savedParts = z.object({
  returns: column.refine((values) => values.some((value) => value !== 0), 'expected a return other than 0'),
  impliedVol: z.object({ before: vols, after: vols }).optional(),
  volBy: z.enum(['changes', 'levels']).optional(),
  meanBlockDays: z.number().min(1),
  keepDrift: z.boolean().optional(),
  lambda: z.number().gt(0).lt(1).optional(),
  impliedPremium: z.number().positive().optional(),
});

/** Restores a market from `createBlockBootstrap(…).toJSON()`. Throws an InputError on data it cannot have written. */
export function loadBlockBootstrap(json: MarketJSON): Market {
  const saved = "saved market 'block-bootstrap'";
  const parameters = parseSaved(saved, savedParts, json);
  checkSavedLengths(saved, { ...parameters.impliedVol }, parameters.returns.length);
  return createBlockBootstrap(parameters);
}
