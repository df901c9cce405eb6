import { z } from 'zod';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { requirePositive } from '../support/require.ts';
import { checkSavedLengths, parseSaved } from '../support/saved-data.ts';
import { createBlockLengths } from './block-lengths.ts';
import { createBootstrapGrowth } from './bootstrap-growth.ts';
import { drawInTiles } from './draw-in-tiles.ts';
import {
  defineMarket,
  type Market,
  type MarketJSON,
  type PathColumns,
  type SimulationRequest,
  spotAtWriting,
} from './market.ts';
import { openPathStreams } from './open-path-stream.ts';

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
  const drawBlock = createBlockLengths(meanBlockDays);
  const logGrowth = createBootstrapGrowth(returns, meanBlockDays);
  const startVariances = ewmaBefore(returns, lambda);
  const vols = history && volColumns(history);

  function draw(request: SimulationRequest, { stride, offset, spot, impliedVol, signals }: PathColumns): void {
    const { paths, steps, daysPerStep = 1, firstPath = 0, quote } = request;
    const variance: Float64Array | undefined = signals.variance;
    const open = openPathStreams('block-bootstrap', request);
    const growth = keepDrift ? new Float64Array(steps * daysPerStep + 1) : logGrowth(steps * daysPerStep);
    const riding = quote === 'instantaneous' ? undefined : vols;
    const premium = quote === 'instantaneous' ? 1 : impliedPremium;
    for (let path = 0; path < paths; path++) {
      const stream = open(firstPath + path);
      let day = stream.integer(days);
      let left = drawBlock(stream);
      let logSpot = 0;
      let daily = startVariances[day];
      let logVol = riding === undefined ? 0 : riding.logBefore[day];
      let at = offset + path;
      for (let step = 0, t = 0; step <= steps; step++, at += stride) {
        for (; t < step * daysPerStep; t++) {
          if (left === 0) {
            day = stream.integer(days);
            left = drawBlock(stream);
          }
          const moved = returns[day] - (growth[t + 1] - growth[t]);
          logSpot += moved;
          daily = lambda * daily + (1 - lambda) * moved * moved;
          if (riding !== undefined) {
            logVol = volBy === 'levels' ? riding.logAfter[day] : logVol + riding.logAfter[day] - riding.logBefore[day];
            logVol = Math.min(riding.highest, Math.max(riding.lowest, logVol));
          }
          left--;
          day = day + 1 === days ? 0 : day + 1;
        }
        spot[at] = spotAtWriting * Math.exp(logSpot);
        const annual = tradingDaysPerYear * daily;
        if (variance !== undefined) variance[at] = annual;
        impliedVol[at] = riding === undefined ? premium * Math.sqrt(annual) : Math.exp(logVol);
      }
    }
  }

  return defineMarket({
    name: 'block-bootstrap',
    daysPerYear: tradingDaysPerYear,
    signals: ['variance'],
    draw: drawInTiles(draw),
    toJSON: () => ({
      ...parameters,
      market: 'block-bootstrap',
      returns: Array.from(returns),
      ...(history && { impliedVol: { before: Array.from(history.before), after: Array.from(history.after) } }),
    }),
  });
}

/** EWMA of the squared returns before each day, from their mean on; above 0 always. */
function ewmaBefore(returns: Float64Array, lambda: number): Float64Array {
  let variance = returns.reduce((sum, value) => sum + value * value, 0) / returns.length;
  return returns.map((value) => {
    const before = variance;
    variance = lambda * variance + (1 - lambda) * value * value;
    return before;
  });
}

function volColumns({ before, after }: { readonly before: Float64Array; readonly after: Float64Array }) {
  const logBefore = before.map(Math.log);
  const logAfter = after.map(Math.log);
  const least = (low: number, value: number) => Math.min(low, value);
  const most = (high: number, value: number) => Math.max(high, value);
  return {
    logBefore,
    logAfter,
    lowest: logBefore.reduce(least, logAfter.reduce(least)),
    highest: logBefore.reduce(most, logAfter.reduce(most)),
  };
}

function checkParameters({ returns, impliedVol, lambda = 0.94, impliedPremium = 1 }: BlockBootstrapParameters): void {
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
