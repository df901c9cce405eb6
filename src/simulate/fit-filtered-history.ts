import { tradingDaysPerYear } from '../market/trading-days.ts';
import { mean } from '../math/moments.ts';
import { InputError } from '../support/input-error.ts';
import { requireMovement } from './daily-returns.ts';
import { createFilteredHistory } from './filtered-history.ts';
import type { Market } from './market.ts';

/** Fewer usable days than this say too little about the tails. */
const minimumDays = 250;

/** Simulated log volatility may leave the observed range by this share of it. */
const widening = 0.1;

/** An autoregression as slow as a random walk would never come back from the edges. */
const largestSlope = 0.999;

export interface FilteredHistoryData {
  /** Daily closes of the training past, oldest first. */
  readonly close: Float64Array;
  /** Annualised implied volatility at each close, a decimal; NaN where unknown. */
  readonly impliedVol: Float64Array;
  /** Mean length of the blocks drawn, in days; 10 by default, 1 for single days. */
  readonly meanBlockDays?: number;
}

/**
 * Fits a filtered history to a training past. Days on which a close or an implied volatility is missing, at their
 * start or at their end, are skipped.
 *
 * z = log(S'/S) / (σ √(1/252)), centred; log σ' = a + b log σ + u by least squares, b at most 0.999.
 *
 * @throws InputError with fewer than 250 usable days, and on closes that never move, or always by as much
 * @throws RangeError when the columns differ in length
 * @example
 * const impliedVol = modelledImpliedVol(bars, { lambda: 0.94, premium: 1.1 });
 * const market = fitFilteredHistory({ close: bars.close, impliedVol });
 * const paths = market.simulate({ paths: 1000, steps: 21, seed: 7, stream: ['example'] });
 */
export function fitFilteredHistory({ close, impliedVol, meanBlockDays = 10 }: FilteredHistoryData): Market {
  if (close.length !== impliedVol.length) {
    throw new RangeError(`impliedVol has ${impliedVol.length} rows: expected ${close.length}, as close has`);
  }
  const from: number[] = [];
  const to: number[] = [];
  const moves: number[] = [];
  const returns: number[] = [];
  for (let t = 0; t + 1 < close.length; t++) {
    const ratio = close[t + 1] / close[t];
    if (!(ratio > 0 && ratio < Infinity && impliedVol[t] > 0 && impliedVol[t + 1] > 0)) continue;
    from.push(Math.log(impliedVol[t]));
    to.push(Math.log(impliedVol[t + 1]));
    moves.push(Math.log(ratio));
    returns.push(Math.log(ratio) / (impliedVol[t] * Math.sqrt(1 / tradingDaysPerYear)));
  }
  if (from.length < minimumDays) {
    throw new InputError(
      `only ${from.length} days have a close and an implied volatility at both ends: expected at least ${minimumDays} to fit a market to; give a longer history or a later first fit`,
    );
  }
  requireMovement(Float64Array.from(moves), close, 'a filtered history');
  const { intercept, slope } = fitAutoregression(from, to);
  const lowest = to.reduce((low, value) => Math.min(low, value), from[0]);
  const highest = to.reduce((high, value) => Math.max(high, value), from[0]);
  const margin = widening * (highest - lowest);
  return createFilteredHistory({
    intercept,
    slope,
    lowest: lowest - margin,
    highest: highest + margin,
    logVols: Float64Array.from(from),
    returns: centre(returns),
    shocks: centre(to.map((next, i) => next - intercept - slope * from[i])),
    meanBlockDays,
  });
}

function fitAutoregression(from: readonly number[], to: readonly number[]) {
  const meanFrom = mean(from);
  const meanTo = mean(to);
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < from.length; i++) {
    covariance += (from[i] - meanFrom) * (to[i] - meanTo);
    variance += (from[i] - meanFrom) ** 2;
  }
  // A flat volatility has no autoregression to speak of: it stays where it is.
  const slope = variance > 1e-12 ? Math.min(largestSlope, covariance / variance) : 0;
  return { intercept: meanTo - slope * meanFrom, slope };
}

function centre(values: readonly number[]): Float64Array {
  const center = mean(values);
  return Float64Array.from(values, (value) => value - center);
}
