/**
 * Forecasts of several forecasters and what followed, day by day: what comparisons read. Variances are of a day, in squared
 * log units, means over the horizon.
 */
export interface ForecastTable {
  readonly dates: readonly string[];
  readonly horizonDays: readonly number[];
  /** Per horizon: mean variance of the days that followed each row. It looks ahead; NaN where the days are not over. */
  readonly realised: readonly Float64Array[];
  /** By forecaster, per horizon: what was forecast at each close by a model of its past. NaN where there was none. */
  readonly forecasts: Readonly<Record<string, readonly Float64Array[]>>;
}
