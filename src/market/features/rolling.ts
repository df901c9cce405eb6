import { tradingDaysPerYear } from '../trading-days.ts';

/**
 * Least variance a day that a logarithm is taken of: a standard deviation of one basis point (0.16 % a year). Keeps the
 * log of a market that did not move finite, and near enough to real values not to swamp a standardised feature.
 */
export const DAILY_VARIANCE_FLOOR = 1e-8;

/** Mean of the `window` values up to and including each row; NaN until the window is full of numbers. Causal. */
export function rollingMean(values: Float64Array, window: number): Float64Array {
  const means = new Float64Array(values.length).fill(Number.NaN);
  for (let t = window - 1; t < values.length; t++) {
    let sum = 0;
    for (let i = t - window + 1; i <= t; i++) sum += values[i];
    means[t] = sum / window;
  }
  return means;
}

/** Natural log of the annualised volatility over a window of daily variances, floored at one basis point a day. */
export function rollingLogVol(dailyVariance: Float64Array, window: number): Float64Array {
  const logVol = rollingMean(dailyVariance, window);
  for (let t = 0; t < logVol.length; t++) {
    logVol[t] = 0.5 * Math.log(tradingDaysPerYear * Math.max(logVol[t], DAILY_VARIANCE_FLOOR));
  }
  return logVol;
}
