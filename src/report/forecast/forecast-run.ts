import type { ForecastValues } from '../../backtest/forecast-value.ts';
import type { HorizonComparison } from '../../forecast/comparison/compare-forecasts.ts';
import type { QuantileScore } from '../../forecast/comparison/score-intervals.ts';
import type { ForecastTable } from '../../forecast/forecast-table.ts';
import type { ChoiceOverHorizons } from './choose-over-horizons.ts';

/** Intervals around the forecast chosen, and how they did. */
export interface ForecastIntervals {
  /** Probability that outcomes lie within. */
  readonly level: number;
  /** Per horizon of the table, the lower and upper variance of a day, one per row. */
  readonly bounds: readonly (readonly [low: Float64Array, high: Float64Array])[];
  /** Per horizon, scores of the two bounds over the rows scored; null where no row has an interval and an outcome. */
  readonly scores: readonly (readonly [low: QuantileScore, high: QuantileScore] | null)[];
}

/** Forecasters walked forward through a history and compared: what every report of them is made from. */
export interface ForecastRun {
  /** Where the history is from, for people. */
  readonly source: string;
  /** How it was asked for, as plain data. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The daily variance that is forecast. */
  readonly target: string;
  readonly table: ForecastTable;
  /** First row that is scored. */
  readonly from: number;
  readonly against: readonly string[];
  /** One for each horizon of the table. */
  readonly comparison: readonly HorizonComparison[];
  readonly chosen: ChoiceOverHorizons;
  readonly intervals: ForecastIntervals;
  /** What finds the regimes that scores are told by; null without them. */
  readonly regimes: { readonly detector: string; readonly states: number } | null;
  /** What forecasts are worth to a hedge; null where that was not asked for. */
  readonly value: (ForecastValues & ValueTerms) | null;
}

export interface ValueTerms {
  readonly tenorDays: number;
  readonly costBps: number;
  /** The forecast that differences are taken against. */
  readonly reference: string;
  /** Whether contracts are written at quoted implied volatility, or at modelled. */
  readonly isQuoted: boolean;
}
