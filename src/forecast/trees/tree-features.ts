import { type Bars, columnOf, logReturns } from '../../market/bars.ts';
import type { VarianceMeasure } from '../../market/daily-variance.ts';
import { DAILY_VARIANCE_FLOOR, rollingMean } from '../../market/features/rolling.ts';
import { knownVariance } from '../known-variance.ts';

/** A further column of the history that trees read. */
export interface TreeColumn {
  readonly column: string;
  /** Days by which it is late; 0 by default: known at the close of its row. */
  readonly lagDays?: number | undefined;
  /** 'level' by default; 'log', or 'change' from the day before. */
  readonly transform?: TreeTransform | undefined;
}

export const treeTransforms = ['level', 'log', 'change'] as const;
export type TreeTransform = (typeof treeTransforms)[number];

/** A day, a week and a month. */
const WINDOWS = [1, 5, 22];
/** Rows without full windows; row 0 has no return. */
export const TREE_WARMUP = 22;
/** Features of the history itself: logs of mean variances first, which the linear part reads. */
export const LINEAR_FEATURES = WINDOWS.length;
export const OWN_FEATURES = 8;

/**
 * What trees read, one column each: logs of the measure's means of 1, 5 and 22 days, returns over 1, 5 and 22 days, logs of
 * the mean squared falls of 5 and 22 days, then the further columns. Variances are floored at one basis point a day. Row t
 * reads rows 0..t.
 */
export function treeFeatures(
  history: Bars,
  measure: VarianceMeasure,
  usual: number,
  further: readonly TreeColumn[],
): Float64Array[] {
  const variance = knownVariance(history, measure, usual);
  const returns = logReturns(history).map((value) => (Number.isNaN(value) ? 0 : value));
  const falls = returns.map((value) => Math.min(value, 0) ** 2);
  return [
    ...WINDOWS.map((days) => floored(rollingMean(variance, days))),
    ...WINDOWS.map((days) => rollingMean(returns, days)),
    ...[5, 22].map((days) => floored(rollingMean(falls, days))),
    ...further.map((each) => furtherColumn(history, each)),
  ];
}

function floored(variance: Float64Array): Float64Array {
  return variance.map((value) => Math.log(Math.max(value, DAILY_VARIANCE_FLOOR)));
}

function furtherColumn(history: Bars, { column, lagDays = 0, transform = 'level' }: TreeColumn): Float64Array {
  const values = columnOf(history, column);
  return values.map((_, t) => {
    const at = t - lagDays;
    if (transform === 'log') return at < 0 ? Number.NaN : Math.log(values[at]);
    if (transform === 'change') return at < 1 ? Number.NaN : values[at] - values[at - 1];
    return at < 0 ? Number.NaN : values[at];
  });
}
