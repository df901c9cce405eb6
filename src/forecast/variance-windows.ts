import type { Bars } from '../market/bars.ts';
import { logReturns } from '../market/bars.ts';

/** Mean of the `days` values after each row: what a forecaster is fitted to, never what it reads. NaN at the end. */
export function forwardMean(values: Float64Array, days: number): Float64Array {
  const means = new Float64Array(values.length).fill(Number.NaN);
  for (let t = 0; t + days < values.length; t++) {
    let sum = 0;
    for (let i = t + 1; i <= t + days; i++) sum += values[i];
    means[t] = sum / days;
  }
  return means;
}

/** Daily close-to-close variance as single squared log returns; row 0 is NaN. */
export function squaredReturns(bars: Bars): Float64Array {
  const returns = logReturns(bars);
  for (let t = 1; t < returns.length; t++) returns[t] *= returns[t];
  return returns;
}
