import type { Bars } from '../../market/bars.ts';
import type { VarianceMeasure } from '../../market/daily-variance.ts';
import { InputError } from '../../support/input-error.ts';
import { requireNonNegative, requirePositive } from '../../support/require.ts';
import { parseSaved } from '../../support/saved-data.ts';
import { requireRows, savedGrid, savedPositive } from '../forecast-input.ts';
import type { VolatilityForecaster, VolatilityModel, VolatilityModelJSON } from '../forecaster.ts';
import { varianceFloor } from '../known-variance.ts';
import { levelRatio } from '../measure-options.ts';
import { checkGrid, volatilityAtHorizons } from '../term-structure.ts';
import {
  applyDirectRegression,
  type BiasCorrection,
  type ClipMultiples,
  type DirectRegression,
  fitDirectRegression,
} from './direct-regression.ts';
import { harRegressors, harWarmup } from './har-regressors.ts';
import { type HarTerms, harTermsSchema } from './har-terms.ts';
import { savedRegression } from './saved-regression.ts';

/** Rows fitted on, at least, beside those that fill the windows and the longest horizon. */
export const FIT_ROWS = 63;
/** Rows with all exogenous columns, at least, per coefficient: with fewer the columns are left out. */
const ROWS_PER_COEFFICIENT = 5;

export interface RegressionSettings {
  readonly terms: HarTerms;
  readonly target: VarianceMeasure;
  readonly gridDays: readonly number[];
  readonly clip: ClipMultiples | null;
  readonly bias: BiasCorrection;
}

interface RegressionFit extends DirectRegression {
  readonly terms: HarTerms;
  /** From the measure to the target. */
  readonly level: number;
  /** The regression with the exogenous columns, where there are any. */
  readonly exogenous?: DirectRegression | undefined;
}

/**
 * A forecaster of one direct regression for each horizon. Where exogenous columns are read there are two: rows that lack
 * a column are forecast by the one without. A row that lacks a value of the measure itself keeps the forecast of the row
 * before; the first one has the mean of the targets fitted.
 * The least that is forecast is 1 % of that mean: levels without a clip can give negative variances.
 */
export function regressionForecaster(name: string, settings: RegressionSettings): VolatilityForecaster {
  checkRegressionSettings(settings);
  const { terms, target, gridDays, clip, bias } = settings;
  return {
    name,
    fit(history, { signal }) {
      signal?.throwIfAborted();
      requireRegressionRows(name, history, settings);
      const { variance, own, exogenous } = harRegressors(history, terms);
      const options = { gridDays, transform: terms.transform, bias, clip, signal };
      const all = [...own, ...exogenous];
      const withColumns =
        exogenous.length > 0 && completeRows(variance, all, gridDays) >= ROWS_PER_COEFFICIENT * (all.length + 1)
          ? fitDirectRegression(variance, all, options)
          : undefined;
      requireCompleteRows(name, variance, own, gridDays);
      const fit = fitDirectRegression(variance, own, options);
      return regressionModel(name, {
        terms,
        level: levelRatio(history, terms.measure, target),
        ...fit,
        ...(withColumns !== undefined && { exogenous: withColumns }),
      });
    },
  };
}

/** Throws an InputError when a history is too short for the windows and the longest horizon. */
export function requireRegressionRows(name: string, history: Bars, { terms, gridDays }: RegressionSettings): void {
  const warmup = harWarmup(terms);
  const longest = gridDays[gridDays.length - 1];
  const parts = `${warmup} to fill its windows, ${FIT_ROWS} to fit, ${longest} for the longest horizon`;
  requireRows(name, history.close.length, warmup + FIT_ROWS + longest, parts);
}

/** Throws an InputError when gaps leave too few rows to fit on. */
export function requireCompleteRows(
  name: string,
  variance: Float64Array,
  regressors: readonly Float64Array[],
  gridDays: readonly number[],
): void {
  const complete = completeRows(variance, regressors, gridDays);
  const needed = ROWS_PER_COEFFICIENT * (regressors.length + 1);
  if (complete >= needed) return;
  throw new InputError(
    `forecaster '${name}': ${complete} rows have all regressors, expected at least ${needed}: fill the gaps of the columns it reads`,
  );
}

/** Throws a RangeError on settings that no regression can have. */
export function checkRegressionSettings({ terms, gridDays, clip }: RegressionSettings): void {
  checkGrid(gridDays);
  const parsed = harTermsSchema.safeParse(terms);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw new RangeError(`${path.join('.')}: ${message}`);
  }
  if (clip === null) return;
  requireNonNegative('clip.low', clip.low);
  requirePositive('clip.high', clip.high);
  if (!(clip.low <= 1 && clip.high >= 1)) {
    throw new RangeError(`clip is ${clip.low} to ${clip.high}: expected a low of at most 1 and a high of at least 1`);
  }
}

/** Restores a model saved by `toJSON`. */
export function restoreRegressionModel(json: VolatilityModelJSON): VolatilityModel {
  savedGrid(json);
  const terms = savedTerms(json);
  const own = ownCount(terms);
  const all = own + terms.exogenous.length;
  return regressionModel(json.forecaster, {
    terms,
    level: savedPositive(json, 'level'),
    ...savedRegression(json, own),
    ...(json.exogenous !== undefined && { exogenous: savedRegression(json, all, 'exogenous') }),
  });
}

/** The terms under a saved model. */
export function savedTerms(json: VolatilityModelJSON): HarTerms {
  if (typeof json.terms !== 'object' || json.terms === null) {
    throw new InputError(`saved forecaster '${json.forecaster}': terms are missing: save the model again`);
  }
  return parseSaved(`saved forecaster '${json.forecaster}': terms`, harTermsSchema, json.terms);
}

/** Number of regressors of the measure, of returns and of quarticity. */
export function ownCount({ windows, downsideWindows, quarticity, quarticityWindows }: HarTerms): number {
  return windows.length + downsideWindows.length + (quarticity === null ? 0 : quarticityWindows.length);
}

function regressionModel(name: string, fit: RegressionFit): VolatilityModel {
  const warmup = harWarmup(fit.terms);
  function forecast(history: Bars, horizonDays: readonly number[]): Float64Array[] {
    const { own, exogenous } = harRegressors(history, fit.terms);
    const rows = history.close.length;
    const plain = applyDirectRegression(fit, own, rows);
    const full = fit.exogenous && applyDirectRegression(fit.exogenous, [...own, ...exogenous], rows);
    const gridVariance = plain.map((column, g) => {
      const best = full === undefined ? column : column.map((value, t) => preferred(full[g][t], value));
      return toTargetVariance(best, warmup, fit.averages[g], fit.level);
    });
    return volatilityAtHorizons(fit.gridDays, gridVariance, horizonDays);
  }
  return { forecaster: name, warmup, forecast, toJSON: () => ({ forecaster: name, ...fit }) };
}

/** The first number, or the second where the first is missing. */
function preferred(value: number, otherwise: number): number {
  return Number.isNaN(value) ? otherwise : value;
}

/**
 * Forecasts of a regression in the level of the target: NaN in the warm-up; after it a missing value is that of the row
 * before, the first one `average`, and none is below `varianceFloor`.
 */
export function toTargetVariance(values: Float64Array, warmup: number, average: number, level: number): Float64Array {
  const floor = varianceFloor(average);
  let latest = average;
  return values.map((value, t) => {
    if (t < warmup) return Number.NaN;
    latest = preferred(value, latest);
    return level * Math.max(latest, floor);
  });
}

/** Rows that a regression at the longest horizon can be fitted on. */
function completeRows(
  variance: Float64Array,
  regressors: readonly Float64Array[],
  gridDays: readonly number[],
): number {
  let rows = 0;
  const end = variance.length - gridDays[gridDays.length - 1];
  for (let t = 0; t < end; t++) {
    if (Number.isFinite(variance[t]) && regressors.every((column) => Number.isFinite(column[t]))) rows++;
  }
  return rows;
}
