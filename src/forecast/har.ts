import { z } from 'zod';
import type { Bars } from '../market/bars.ts';
import { rollingMean } from '../market/features/rolling.ts';
import { parkinsonVariance } from '../market/range-variance.ts';
import { leastSquares } from '../math/least-squares.ts';
import { requireRows, savedGrid, savedNumbers, savedPositive, savedTable } from './forecast-input.ts';
import type { VolatilityForecaster, VolatilityModel, VolatilityModelJSON } from './forecaster.ts';
import { gridKey } from './measure-options.ts';
import { checkGrid, DEFAULT_GRID_DAYS, volatilityAtHorizons } from './term-structure.ts';
import { closeToRangeRatio, forwardMean } from './variance-windows.ts';

/** A day, a week and a month of range variance. */
const WINDOWS = [1, 5, 21];
/** Rows at the start without all three means; row 0 has no range variance. */
const WARMUP = 21;
const FIT_ROWS = 63;
/** Forecasts are held between these multiples of the smallest and largest target value fitted. */
const CLIP_LOW = 0.5;
const CLIP_HIGH = 1.5;

export interface HarOptions {
  /** Horizons in trading days, increasing, each with a regression of its own. Default 1, 5, 10, 21. */
  readonly gridDays?: readonly number[] | undefined;
}

interface HarFit {
  readonly gridDays: readonly number[];
  /** Per horizon: intercept and the coefficients of the daily, 5-day and 21-day means. */
  readonly coefficients: readonly (readonly number[])[];
  /** Smallest and largest forecast let through, per horizon. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly closeRatio: number;
}

/** A heterogeneous autoregression as a file gives it. */
export const harSchema = z
  .strictObject({ name: z.literal('har'), gridDays: gridKey })
  .describe('Heterogeneous autoregression of range variance.');

/**
 * Heterogeneous autoregression (Corsi 2009, Journal of Financial Econometrics 7), direct for each horizon h of a grid:
 * mean variance of days t+1..t+h = c + b₁ v_t + b₅ v̄⁵_t + b₂₁ v̄²¹_t by ordinary least squares on Parkinson variances,
 * then times the ratio of close-to-close to Parkinson variance of the fitted history. Forecasts are clipped to
 * [0.5 × the smallest, 1.5 × the largest] target fitted, so that no regression gives a variance never nearly seen.
 * Horizons between those of the grid are interpolated in total variance, later ones extended flat.
 *
 * `fit` needs 84 rows and as many more as the longest horizon has days; the first 21 rows of a history have no forecast.
 *
 * @example
 * const [volToExpiry] = createHarForecaster().fit(bars, { seed: 7 }).forecast(bars, [21]);
 */
export function createHarForecaster({ gridDays = DEFAULT_GRID_DAYS }: HarOptions = {}): VolatilityForecaster {
  checkGrid(gridDays);
  const longest = gridDays[gridDays.length - 1];
  return {
    name: 'har',
    fit(history, { signal }) {
      const needed = WARMUP + FIT_ROWS + longest;
      const parts = `${WARMUP} to fill its windows, ${FIT_ROWS} to fit, ${longest} for the longest horizon`;
      requireRows('har', history.close.length, needed, parts);
      const variance = parkinsonVariance(history);
      const means = WINDOWS.map((window) => rollingMean(variance, window));
      const fits = gridDays.map((days) => {
        signal?.throwIfAborted();
        const end = variance.length - days;
        const target = forwardMean(variance, days).slice(WARMUP, end);
        const ones = new Float64Array(target.length).fill(1);
        const coefficients = leastSquares([ones, ...means.map((mean) => mean.slice(WARMUP, end))], target);
        const [min, max] = range(target);
        return { coefficients: [...coefficients], low: CLIP_LOW * min, high: CLIP_HIGH * max };
      });
      return harModel({
        gridDays: [...gridDays],
        coefficients: fits.map((fit) => fit.coefficients),
        low: fits.map((fit) => fit.low),
        high: fits.map((fit) => fit.high),
        closeRatio: closeToRangeRatio(history, variance),
      });
    },
  };
}

/** Restores a model saved by `toJSON`. */
export function restoreHarModel(json: VolatilityModelJSON): VolatilityModel {
  const gridDays = savedGrid(json);
  return harModel({
    gridDays,
    coefficients: savedTable(json, 'coefficients', gridDays.length, WINDOWS.length + 1),
    low: savedNumbers(json, 'low', gridDays.length),
    high: savedNumbers(json, 'high', gridDays.length),
    closeRatio: savedPositive(json, 'closeRatio'),
  });
}

function harModel(fit: HarFit): VolatilityModel {
  function forecast(history: Bars, horizonDays: readonly number[]): Float64Array[] {
    const variance = parkinsonVariance(history);
    const means = WINDOWS.map((window) => rollingMean(variance, window));
    const gridVariance = fit.coefficients.map((b, g) =>
      variance.map((_, t) => {
        const value = b[0] + b[1] * means[0][t] + b[2] * means[1][t] + b[3] * means[2][t];
        return fit.closeRatio * Math.min(Math.max(value, fit.low[g]), fit.high[g]);
      }),
    );
    return volatilityAtHorizons(fit.gridDays, gridVariance, horizonDays);
  }
  return { forecaster: 'har', warmup: WARMUP, forecast, toJSON: () => ({ forecaster: 'har', ...fit }) };
}

function range(values: Float64Array): [number, number] {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return [min, max];
}
