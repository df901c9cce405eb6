import { type Bars, columnOf, logReturns } from '../../market/bars.ts';
import { dailyVariance, type VarianceMeasure } from '../../market/daily-variance.ts';
import { rollingMean } from '../../market/features/rolling.ts';
import { tradingDaysPerYear } from '../../market/trading-days.ts';
import { logVariance } from './direct-regression.ts';
import type { ExogenousTerm, HarTerms } from './har-terms.ts';

/** Columns of a regression, one value per row; each row is known at its close. */
export interface HarRegressors {
  readonly variance: Float64Array;
  /** Those of the measure, of returns and of quarticity. */
  readonly own: readonly Float64Array[];
  /** Those of further columns. */
  readonly exogenous: readonly Float64Array[];
}

/** Rows at the start of any history without all regressors. Row 0 has no return and no range. */
export function harWarmup({ windows, downsideWindows, quarticityWindows, exogenous }: HarTerms): number {
  return Math.max(...windows, ...downsideWindows, ...quarticityWindows, ...exogenous.map(({ lagDays }) => lagDays));
}

/**
 * The regressors of a heterogeneous autoregression: means of the measure over the windows (or their logs), then means of
 * downside returns, then √RQ times the mean of the measure, then the exogenous columns.
 *
 * @throws InputError when the history lacks a column
 */
export function harRegressors(history: Bars, terms: HarTerms): HarRegressors {
  const variance = dailyVariance(history, terms.measure);
  const means = terms.windows.map((window) => rollingMean(variance, window));
  const own = terms.transform === 'log' ? means.map((mean) => mean.map(logVariance)) : means;
  return {
    variance,
    own: [...own, ...downsideReturns(history, terms), ...quarticityTerms(history, variance, terms)],
    exogenous: terms.exogenous.map((term) => exogenousColumn(history, term)),
  };
}

function downsideReturns(history: Bars, { downside, downsideWindows }: HarTerms): Float64Array[] {
  if (downsideWindows.length === 0) return [];
  const returns = logReturns(history);
  if (downside === 'window') {
    return downsideWindows.map((window) => rollingMean(returns, window).map((mean) => Math.min(mean, 0)));
  }
  const negative = returns.map((value) => Math.min(value, 0));
  return downsideWindows.map((window) => rollingMean(negative, window));
}

function quarticityTerms(
  history: Bars,
  variance: Float64Array,
  { quarticity, quarticityWindows }: HarTerms,
): Float64Array[] {
  if (quarticity === null) return [];
  const values = dailyVariance(history, quarticity as VarianceMeasure);
  return quarticityWindows.map((window) => quarticityTerm(variance, values, window));
}

/** √(mean quarticity) × mean variance over a window. Bollerslev, Patton and Quaedvlieg (2016), equation 11. */
export function quarticityTerm(variance: Float64Array, quarticity: Float64Array, window: number): Float64Array {
  const mean = rollingMean(variance, window);
  return rollingMean(quarticity, window).map((value, t) => Math.sqrt(value) * mean[t]);
}

/** The values of a further column as a regressor: row t holds what was known `lagDays` before it; NaN where it is missing. */
export function exogenousColumn(history: Bars, { column, lagDays, transform }: Required<ExogenousTerm>): Float64Array {
  const values = columnOf(history, column);
  return values.map((_, t) => (t < lagDays ? Number.NaN : transformed(values[t - lagDays], transform)));
}

function transformed(value: number, transform: Required<ExogenousTerm>['transform']): number {
  switch (transform) {
    case 'level':
      return value;
    case 'variance':
      return value ** 2 / tradingDaysPerYear;
    case 'log':
      return value > 0 ? Math.log(value) : Number.NaN;
    case 'log-variance':
      return value > 0 ? Math.log(value ** 2 / tradingDaysPerYear) : Number.NaN;
  }
}
