import { DAILY_VARIANCE_FLOOR } from '../../market/features/rolling.ts';
import { leastSquares } from '../../math/least-squares.ts';
import { forwardMean } from '../variance-windows.ts';

/** What is regressed: the mean variance itself, or its log. */
export type RegressionTransform = 'level' | 'log';

/** How the forecast of a log becomes that of a variance (`DirectRegression.corrections`). */
export type BiasCorrection = (typeof biasCorrections)[number];

export const biasCorrections = ['smearing', 'normal', 'none'] as const;

/** Forecasts are held between these multiples of the smallest and the largest target fitted. */
export interface ClipMultiples {
  readonly low: number;
  readonly high: number;
}

export interface DirectRegressionOptions {
  /** Horizons in days, increasing, each with a regression of its own. */
  readonly gridDays: readonly number[];
  readonly transform: RegressionTransform;
  /** For the transform 'log'; 'smearing' by default. */
  readonly bias?: BiasCorrection | undefined;
  /** null lets every forecast through, negative ones of levels too. */
  readonly clip: ClipMultiples | null;
  /** One per row, of 0 or more: rows count for as much in the sum of squares. All alike by default. */
  readonly weights?: Float64Array | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Regressions of the mean variance of the days that follow a row, one for each horizon. Plain data. */
export interface DirectRegression {
  readonly gridDays: readonly number[];
  readonly transform: RegressionTransform;
  /** Per horizon: intercept, then one coefficient for each regressor. */
  readonly coefficients: readonly (readonly number[])[];
  /** Per horizon: what exp(regression) is multiplied by; 1 where levels are regressed. */
  readonly corrections: readonly number[];
  /** Smallest and largest forecast let through, per horizon. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Mean of the targets fitted, per horizon: the forecast where there is nothing else to go by. */
  readonly averages: readonly number[];
}

/**
 * Direct forecasts by (weighted) least squares, one regression for each horizon h of a grid: y_t, the mean of
 * `variance` over rows t+1..t+h, or its log, on an intercept and the regressors of row t. Rows with a NaN in a regressor or
 * in the target are left out; so are those whose target would reach past the last row.
 *
 * A log is brought back by exp(x'b) times exp(s²/2), s² the mean squared residual ('normal': exact for normal residuals),
 * or times the mean of y / exp(x'b) over the rows fitted ('smearing': Duan 1983, Journal of the American Statistical
 * Association 78), which supposes no law and makes the mean of y / f over the fit 1, as the best scale under QLIKE does. It is the default,
 * for logs of squared returns are far from normal: exp(s²/2) makes their variance some three times too large.
 *
 * @param variance daily variances in any unit, 0 or more
 * @param regressors one column for each, as long as `variance`; row t must be known at row t
 * @throws RangeError when there are fewer complete rows than coefficients
 * @example
 * const means = [1, 5, 22].map((window) => rollingMean(realised, window));
 * const har = fitDirectRegression(realised, means, { gridDays: [1], transform: 'level', clip: null });
 * har.coefficients[0]; // c, b₁, b₅, b₂₂
 */
export function fitDirectRegression(
  variance: Float64Array,
  regressors: readonly Float64Array[],
  { gridDays, transform, bias = 'smearing', clip, weights, signal }: DirectRegressionOptions,
): DirectRegression {
  const fits = gridDays.map((days) => {
    signal?.throwIfAborted();
    const means = forwardMean(variance, days);
    const rows = rowsToFit(means, regressors, weights);
    const y = pick(means, rows);
    const target = transform === 'log' ? y.map(logVariance) : y;
    const columns = [new Float64Array(rows.length).fill(1), ...regressors.map((column) => pick(column, rows))];
    const w = weights === undefined ? undefined : pick(weights, rows);
    const coefficients = weightedLeastSquares(columns, target, w);
    const correction = transform === 'log' ? correctionOf(bias, columns, target, coefficients, w) : 1;
    const { min, max, mean } = summary(y);
    return {
      coefficients: [...coefficients],
      correction,
      low: clip === null ? -Number.MAX_VALUE : clip.low * min,
      high: clip === null ? Number.MAX_VALUE : clip.high * max,
      average: mean,
    };
  });
  return {
    gridDays: [...gridDays],
    transform,
    coefficients: fits.map((fit) => fit.coefficients),
    corrections: fits.map((fit) => fit.correction),
    low: fits.map((fit) => fit.low),
    high: fits.map((fit) => fit.high),
    averages: fits.map((fit) => fit.average),
  };
}

/**
 * The forecasts of fitted regressions: per horizon of their grid, one mean variance for each row, in the unit fitted.
 * NaN where a regressor is.
 */
export function applyDirectRegression(
  { transform, coefficients, corrections, low, high }: DirectRegression,
  regressors: readonly Float64Array[],
  rows: number,
): Float64Array[] {
  return coefficients.map((b, g) => {
    const forecast = new Float64Array(rows);
    for (let t = 0; t < rows; t++) {
      let value = b[0];
      for (let j = 0; j < regressors.length; j++) value += b[j + 1] * regressors[j][t];
      if (transform === 'log') value = corrections[g] * Math.exp(value);
      forecast[t] = Math.min(Math.max(value, low[g]), high[g]);
    }
    return forecast;
  });
}

/** Log of a daily variance, which counts for one basis point a day at least. */
export function logVariance(variance: number): number {
  return Math.log(Math.max(variance, DAILY_VARIANCE_FLOOR));
}

function rowsToFit(target: Float64Array, regressors: readonly Float64Array[], weights?: Float64Array): number[] {
  const rows: number[] = [];
  for (let t = 0; t < target.length; t++) {
    const complete = Number.isFinite(target[t]) && regressors.every((column) => Number.isFinite(column[t]));
    if (complete && (weights === undefined || weights[t] > 0)) rows.push(t);
  }
  return rows;
}

function pick(column: Float64Array, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (t) => column[t]);
}

function weightedLeastSquares(columns: readonly Float64Array[], target: Float64Array, weights?: Float64Array) {
  if (weights === undefined) return leastSquares(columns, target);
  const scaled = (column: Float64Array) => column.map((value, i) => value * Math.sqrt(weights[i]));
  return leastSquares(columns.map(scaled), scaled(target));
}

function correctionOf(
  bias: BiasCorrection,
  columns: readonly Float64Array[],
  target: Float64Array,
  coefficients: Float64Array,
  weights?: Float64Array,
): number {
  if (bias === 'none') return 1;
  let sum = 0;
  let total = 0;
  for (let i = 0; i < target.length; i++) {
    const residual = columns.reduce((left, column, j) => left - coefficients[j] * column[i], target[i]);
    const weight = weights?.[i] ?? 1;
    sum += weight * (bias === 'normal' ? residual * residual : Math.exp(residual));
    total += weight;
  }
  return bias === 'normal' ? Math.exp(sum / total / 2) : sum / total;
}

function summary(values: Float64Array): { readonly min: number; readonly max: number; readonly mean: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  return { min, max, mean: sum / values.length };
}
