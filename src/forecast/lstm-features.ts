import type { Bars } from '../market/bars.ts';
import { logReturns } from '../market/bars.ts';
import { rollingMean } from '../market/features/rolling.ts';
import type { FeatureMatrix } from '../market/features.ts';
import { parkinsonVariance } from '../market/range-variance.ts';

/** Names of the features of a day, in the order that a forecaster's network reads them. */
export const networkFeatureNames: readonly string[] = [
  'logVariance1',
  'logVariance5',
  'logVariance21',
  'return',
  'fall',
];

/** Rows at the start with a missing feature. */
export const LSTM_FEATURE_WARMUP = 21;

/**
 * Smallest daily variance, as a share of the 21-day mean, whose logarithm is read: a day that hardly traded says that
 * little happened, not that volatility is gone.
 */
const FLOOR_SHARE = 1e-3;
/** The same in absolute terms, for a history that stands still: 0.0016 % a year. */
const FLOOR = 1e-12;

/**
 * What the LSTM reads of each day, all of it causal:
 *
 * - `logVariance1`, `logVariance5`, `logVariance21`: logarithms of the Parkinson variance of the day and of its means over
 *   a week and a month;
 * - `return`: the day's log return over the daily volatility of the last month;
 * - `fall`: the negative part of the week's log return over the volatility of a week, since volatility rises after falls.
 *
 * Rows before row 21 hold NaN.
 */
export function lstmFeatures(bars: Bars): FeatureMatrix {
  const variance = parkinsonVariance(bars);
  const week = rollingMean(variance, 5);
  const month = rollingMean(variance, 21);
  const returns = logReturns(bars);
  const { close } = bars;
  const rows = close.length;
  const columns = networkFeatureNames.map(() => new Float64Array(rows).fill(Number.NaN));
  const [log1, log5, log21, scaledReturn, fall] = columns;
  for (let t = LSTM_FEATURE_WARMUP; t < rows; t++) {
    const floor = Math.max(FLOOR_SHARE * month[t], FLOOR);
    const dailyVol = Math.sqrt(Math.max(month[t], FLOOR));
    log1[t] = Math.log(Math.max(variance[t], floor));
    log5[t] = Math.log(Math.max(week[t], floor));
    log21[t] = Math.log(Math.max(month[t], floor));
    scaledReturn[t] = returns[t] / dailyVol;
    fall[t] = Math.min(0, Math.log(close[t] / close[t - 5])) / (dailyVol * Math.sqrt(5));
  }
  return { names: networkFeatureNames, rows, columns };
}
