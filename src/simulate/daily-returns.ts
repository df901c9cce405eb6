import { standardDeviation } from '../math/moments.ts';
import { InputError } from '../support/input-error.ts';

/** What markets are calibrated to: daily closes and, where there are any, implied volatilities. */
export interface DailyHistory {
  /** Daily closes, oldest first; NaN where one is missing. */
  readonly close: Float64Array;
  /** Annualised implied volatility at each close, a decimal; NaN where unknown. */
  readonly impliedVol?: Float64Array;
}

/** Fewer days than this say too little about a market. */
export const minimumDays = 250;

/** Daily returns with a smaller standard deviation are all the same, but for rounding. */
const leastSpread = 1e-9;

/**
 * Log returns from each close to the next. Days with a missing close (NaN) at either end are left out, and the others
 * follow one another.
 *
 * @param market for messages: 'GBM'
 * @throws InputError on a close that is not above 0, on fewer than 250 returns and on closes that never move, or always by as much
 */
export function dailyLogReturns({ close }: Pick<DailyHistory, 'close'>, market: string): Float64Array {
  const returns = new Float64Array(Math.max(0, close.length - 1));
  let days = 0;
  for (let t = 0; t < close.length; t++) {
    if (Number.isNaN(close[t])) continue;
    if (!(close[t] > 0 && close[t] < Number.POSITIVE_INFINITY)) {
      throw new InputError(
        `close ${close[t]} in row ${t + 1} of ${close.length}: ${market} needs prices above 0; the Bachelier market is the one for prices that may be 0 or negative`,
      );
    }
    if (t === 0 || Number.isNaN(close[t - 1])) continue;
    returns[days++] = Math.log(close[t] / close[t - 1]);
  }
  if (days < minimumDays) {
    throw new InputError(
      `only ${days} days have a close at both ends: expected at least ${minimumDays} to calibrate ${market} to; give a longer history`,
    );
  }
  const found = returns.slice(0, days);
  requireMovement(found, close, market);
  return found;
}

/** Throws an InputError on daily log returns that are all the same: closes that never move, or always by as much. */
export function requireMovement(returns: Float64Array, close: Float64Array, market: string): void {
  const days = returns.length;
  if (returns.every((value) => value === 0)) {
    throw new InputError(
      `the close is ${close.find((value) => !Number.isNaN(value))} on all ${days} days: expected prices that move, to calibrate ${market} to; check that the column is the right one`,
    );
  }
  if (standardDeviation(returns) < leastSpread) {
    throw new InputError(
      `all ${days} daily returns are ${returns[0]}, but for rounding: expected prices that move, to calibrate ${market} to; check that the column is the right one`,
    );
  }
}
