import type { Bars } from '../market/bars.ts';
import { logReturns } from '../market/bars.ts';
import { dailyVariance, type VarianceMeasure } from '../market/daily-variance.ts';
import { rollingMean } from '../market/features/rolling.ts';
import type { FeatureMatrix } from '../market/features.ts';
import { lastKnown } from './known-variance.ts';
import { DEFAULT_MEASURE } from './measure-options.ts';

/** Names of the features of a day, in the order that a forecaster's network reads them. */
export const networkFeatureNames: readonly string[] = [
  'dayOverWeek',
  'weekOverMonth',
  'monthOverQuarter',
  'logVariance21',
  'return',
  'fall5',
  'fall21',
  'returnsOverMeasure5',
];

/** Names of the regressors of the linear part (`lstm-baseline.ts`), in its order. */
export const linearRegressorNames: readonly string[] = [
  'logVariance1',
  'logVariance5',
  'logVariance21',
  'fall1',
  'fall5',
  'fall21',
];

/** Rows at the start with a missing feature: the mean over a quarter needs 63 days that have a previous close. */
export const LSTM_FEATURE_WARMUP = 63;

/**
 * Smallest daily variance, as a share of the 21-day mean, whose logarithm is read: a day that hardly traded says that
 * little happened, not that volatility is gone.
 */
const FLOOR_SHARE = 1e-3;
/** The same in absolute terms, for a history that stands still: 0.0016 % a year. */
const FLOOR = 1e-12;

/** What a network reads of each day, and what the linear part beside it does. */
export interface NetworkFeatures {
  readonly network: FeatureMatrix;
  readonly linear: readonly Float64Array[];
}

/**
 * What the LSTM reads of each day, all of it causal, with v̄ⁿ the mean of a daily variance over n days:
 *
 * - `dayOverWeek`, `weekOverMonth`, `monthOverQuarter`: ln v¹/v̄⁵, ln v̄⁵/v̄²¹, ln v̄²¹/v̄⁶³. Ratios have the same range in calm and
 *   in storm, so what is learned from one serves the other;
 * - `logVariance21`: ln v̄²¹, the level;
 * - `return`: the day's log return over the daily volatility of the last month;
 * - `fall5`, `fall21`: the negative part of the log return of a week and a month over the volatility of as many days, since
 *   volatility rises after falls. Scaled, so that a crash beyond all experience moves a linear forecast no further than a
 *   usual one in a calm market;
 * - `returnsOverMeasure5`: ln of the week's mean squared return over v̄⁵: how much of what happened was between the days.
 *
 * The linear part reads ln v¹, ln v̄⁵, ln v̄²¹ and the falls over 1, 5 and 21 days, scaled alike. Missing days of a column
 * take the last known value. Rows before row 63 hold NaN.
 */
export function lstmFeatures(bars: Bars, measure: VarianceMeasure = DEFAULT_MEASURE): NetworkFeatures {
  const variance = lastKnown(dailyVariance(bars, measure));
  const week = rollingMean(variance, 5);
  const month = rollingMean(variance, 21);
  const quarter = rollingMean(variance, 63);
  const returns = logReturns(bars);
  const squares = rollingMean(
    returns.map((value) => value * value),
    5,
  );
  const { close } = bars;
  const rows = close.length;
  const empty = () => new Float64Array(rows).fill(Number.NaN);
  const columns = networkFeatureNames.map(empty);
  const linear = linearRegressorNames.map(empty);
  for (let t = LSTM_FEATURE_WARMUP; t < rows; t++) {
    const floor = Math.max(FLOOR_SHARE * month[t], FLOOR);
    const log = (value: number) => Math.log(Math.max(value, floor));
    const dailyVol = Math.sqrt(Math.max(month[t], FLOOR));
    const fall = (days: number) => Math.min(0, Math.log(close[t] / close[t - days])) / (dailyVol * Math.sqrt(days));
    const [log1, log5, log21] = [log(variance[t]), log(week[t]), log(month[t])];
    const [fall5, fall21] = [fall(5), fall(21)];
    const day = [
      log1 - log5,
      log5 - log21,
      log21 - log(quarter[t]),
      log21,
      returns[t] / dailyVol,
      fall5,
      fall21,
      log(squares[t]) - log5,
    ];
    for (let c = 0; c < day.length; c++) columns[c][t] = day[c];
    const terms = [log1, log5, log21, fall(1), fall5, fall21];
    for (let c = 0; c < terms.length; c++) linear[c][t] = terms[c];
  }
  return { network: { names: networkFeatureNames, rows, columns }, linear };
}
