import type { Bars } from '../market/bars.ts';
import type { SeededCallOptions } from '../support/long-call.ts';

/** What the fit of a forecaster takes. */
export interface ForecasterFitOptions extends SeededCallOptions {
  /**
   * The model of the refit before, by the same forecaster: a starting point, where the forecaster can use one. It was fitted
   * on the past of this history. Without it the fit is from cold.
   */
  readonly previous?: VolatilityModel | undefined;
}

/**
 * Forecasts volatility over the coming days: unless told otherwise that of close-to-close returns, which a delta hedge
 * will meet (`MeasureOptions.target`).
 */
export interface VolatilityForecaster {
  /** 'ewma', 'har', 'lstm', … */
  readonly name: string;
  /**
   * Fits on a history. Targets that reach past its last row are left out (purged), so nothing after it is needed.
   * Throws an InputError when the history is too short for the windows asked for.
   */
  fit(history: Bars, options: ForecasterFitOptions): VolatilityModel;
}

export interface VolatilityModel {
  readonly forecaster: string;
  /** Rows at the start of any history for which there is no forecast (NaN). */
  readonly warmup: number;
  /**
   * One column per horizon, one forecast per row: annualised volatility (252 days), a decimal, of the `horizonDays` trading
   * days that follow the row's close, in the level of the forecaster's target. Row t depends on rows 0..t alone.
   */
  forecast(history: Bars, horizonDays: readonly number[]): readonly Float64Array[];
  /**
   * How far the members of an ensemble are apart: the standard deviation of their forecasts (divisor n − 1), in the shape and
   * unit of `forecast`, by the same rows. It shows where fits disagree, which is less than all that is uncertain. Models of
   * one member have none.
   */
  spread?(history: Bars, horizonDays: readonly number[]): readonly Float64Array[];
  /** Plain data from which `loadVolatilityModel` restores a model that gives the same bits. */
  toJSON(): VolatilityModelJSON;
}

export interface VolatilityModelJSON {
  /** The forecaster's name. */
  readonly forecaster: string;
  /** What restores it, where its name is the user's own. */
  readonly sort?: string;
  readonly [key: string]: unknown;
}
