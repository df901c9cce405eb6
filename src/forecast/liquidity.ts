import type { Bars } from '../market/bars.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import type { SeededCallOptions } from '../support/long-call.ts';
import { requireCount } from '../support/require.ts';
import type { ForecasterFitOptions, VolatilityForecaster, VolatilityModel } from './forecaster.ts';
import { lastKnown } from './known-variance.ts';
import type { MeasureOptions } from './measure-options.ts';

const SERIES = 'series';

/**
 * What a forecaster of variance is created with so that it forecasts a positive daily series in its place: half-spread, volume,
 * depth. All that it needs of a variance is that it is positive and clusters.
 *
 * @example
 * const forecaster = createEwmaForecaster({ lambda: 0.94, ...seriesMeasure });
 */
export const seriesMeasure = {
  measure: `column:${SERIES}`,
  target: `column:${SERIES}`,
} as const satisfies MeasureOptions;

/** A model of a daily series. */
export interface SeriesModel {
  /** The fitted model; its `toJSON` is what to save, and `seriesModel` what takes it back. */
  readonly model: VolatilityModel;
  /**
   * Per horizon, one value per row: the forecast mean of the series over the days that follow, in its unit. Row t depends on
   * rows 0..t alone; NaN during the warm-up.
   */
  forecast(values: Float64Array, horizonDays: readonly number[]): readonly Float64Array[];
}

/**
 * Fits a forecaster to a series. Values before the first known one are left out; later gaps keep the last one known.
 *
 * @param forecaster created with `seriesMeasure`
 * @throws InputError on too few values; RangeError on a value below 0, or for a forecaster that does not read the series
 * @example
 * fitSeries(halfSpreadBps, createEwmaForecaster({ lambda: 0.94, ...seriesMeasure }), { seed: 1 });
 */
export function fitSeries(
  values: Float64Array,
  forecaster: VolatilityForecaster,
  options: ForecasterFitOptions,
): SeriesModel {
  const { history } = historyOf(values);
  const fitted = seriesModel(forecaster.fit(history, options));
  // Prices of that history stand still: a forecaster that reads them forecasts nothing.
  if (values.some((value) => value > 0) && !fitted.forecast(values, [1])[0].some((value) => value > 0)) {
    throw new RangeError(`forecaster '${forecaster.name}' does not read the series: create it with seriesMeasure`);
  }
  return fitted;
}

/** A fitted model of a series, as `loadVolatilityModel` restores it. */
export function seriesModel(model: VolatilityModel): SeriesModel {
  return {
    model,
    forecast(values, horizonDays) {
      const { history, from } = historyOf(values);
      return model.forecast(history, horizonDays).map((column) => {
        const whole = new Float64Array(values.length).fill(Number.NaN);
        // From the annualised root back to the mean of the days.
        whole.set(
          column.map((vol) => (vol * vol) / tradingDaysPerYear),
          from,
        );
        return whole;
      });
    },
  };
}

export interface ForecastLiquidityOptions extends SeededCallOptions {
  /** Created with `seriesMeasure`. */
  readonly forecaster: VolatilityForecaster;
  readonly horizonDays: readonly number[];
  /** Known rows that the first fit is given; 252 unless given. */
  readonly firstRows?: number | undefined;
  /** Rows between refits; 63 unless given. */
  readonly refitRows?: number | undefined;
}

/**
 * Walks forward through a positive daily series, such as half-spread, volume or depth, refitting a forecaster on all rows so
 * far: row t of the result comes from a model of rows up to t or earlier, run over rows up to t.
 *
 * @returns per horizon, one forecast per row of the mean of the days that follow; NaN before the first fit
 * @throws the signal's reason when stopped; what `fitSeries` throws
 * @example
 * const [week] = forecastLiquidity(columnOf(bars, 'depth'), {
 *   forecaster: createEwmaForecaster({ lambda: 0.94, ...seriesMeasure }),
 *   horizonDays: [5],
 *   seed: 1,
 * });
 */
export function forecastLiquidity(
  values: Float64Array,
  { forecaster, horizonDays, firstRows = 252, refitRows = 63, seed, signal, onProgress }: ForecastLiquidityOptions,
): readonly Float64Array[] {
  requireCount('firstRows', firstRows);
  requireCount('refitRows', refitRows);
  const columns = horizonDays.map(() => new Float64Array(values.length).fill(Number.NaN));
  const first = firstKnown(values) + firstRows;
  let previous: VolatilityModel | undefined;
  for (let rows = first; rows <= values.length; rows += refitRows) {
    signal?.throwIfAborted();
    onProgress?.({ label: `fitting ${forecaster.name}`, done: rows, total: values.length });
    const fitted = fitSeries(values.slice(0, rows), forecaster, { seed, signal, previous });
    previous = fitted.model;
    const until = Math.min(rows - 1 + refitRows, values.length);
    fitted.forecast(values.slice(0, until), horizonDays).forEach((column, h) => {
      columns[h].set(column.subarray(rows - 1), rows - 1);
    });
  }
  return columns;
}

/** Bars that stand still, with the series beside them, from its first known value on. */
function historyOf(values: Float64Array): { readonly history: Bars; readonly from: number } {
  const bad = values.findIndex((value) => value < 0);
  if (bad >= 0)
    throw new RangeError(`values[${bad}] is ${values[bad]}: expected 0 or more, NaN where nothing is known`);
  const from = firstKnown(values);
  const series = lastKnown(values.subarray(from));
  const flat = new Float64Array(series.length).fill(1);
  const dates = Array.from(series, (_, t) => `row ${from + t}`);
  const volume = new Float64Array(series.length).fill(Number.NaN);
  return {
    history: { dates, open: flat, high: flat, low: flat, close: flat, volume, columns: { [SERIES]: series } },
    from,
  };
}

/** Row of the first value that is known; the number of rows where none is. */
export function firstKnown(values: Float64Array): number {
  const row = values.findIndex((value) => !Number.isNaN(value));
  return row < 0 ? values.length : row;
}
