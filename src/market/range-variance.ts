import type { Bars } from './bars.ts';

/*
 * Daily variances from the range of a day, in squared log units (multiply by 252 and take the root for a volatility a
 * year). Each day runs from the previous close to its own close: its range is widened to include the previous close,
 * high' = max(high, previous close) and low' = min(low, previous close), and the previous close stands where the
 * papers have the open. The source's open is never read: many sources copy the previous close into it, and a range
 * without the overnight move would understate the variance that a position held overnight meets.
 * Row 0 has no previous close and holds NaN. Row t reads bars t−1 and t alone.
 */

/** Parkinson (1980), Journal of Business 53: ln(high'/low')² / (4 ln 2). */
export function parkinsonVariance(bars: Bars): Float64Array {
  const scale = 1 / (4 * Math.LN2);
  return dailyVariance(bars, (up, down) => scale * (up - down) ** 2);
}

/** Garman and Klass (1980), Journal of Business 53: ½ ln(high'/low')² − (2 ln 2 − 1) ln(close/previous close)². */
export function garmanKlassVariance(bars: Bars): Float64Array {
  const weight = 2 * Math.LN2 - 1;
  return dailyVariance(bars, (up, down, move) => 0.5 * (up - down) ** 2 - weight * move ** 2);
}

/**
 * Rogers and Satchell (1991), Annals of Applied Probability 1, unbiased whatever the drift, o the previous close:
 * ln(high'/close) ln(high'/o) + ln(low'/close) ln(low'/o).
 */
export function rogersSatchellVariance(bars: Bars): Float64Array {
  return dailyVariance(bars, (up, down, move) => (up - move) * up + (down - move) * down);
}

/** `estimate` is given ln(high'/o), ln(low'/o) and ln(close/o), o the previous close. */
function dailyVariance(
  { high, low, close }: Bars,
  estimate: (up: number, down: number, move: number) => number,
): Float64Array {
  const variance = new Float64Array(close.length).fill(Number.NaN);
  for (let t = 1; t < close.length; t++) {
    const previous = close[t - 1];
    const up = Math.max(0, Math.log(high[t] / previous));
    const down = Math.min(0, Math.log(low[t] / previous));
    variance[t] = estimate(up, down, Math.log(close[t] / previous));
  }
  return variance;
}
