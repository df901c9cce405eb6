import { z } from 'zod';
import type { Bars } from '../market/bars.ts';
import { dailyVariance, type VarianceMeasure } from '../market/daily-variance.ts';
import { requireRows, savedPositive, savedShare } from './forecast-input.ts';
import type { VolatilityForecaster, VolatilityModel, VolatilityModelJSON } from './forecaster.ts';
import { usualVariance, varianceFloor } from './known-variance.ts';
import {
  DEFAULT_MEASURE,
  DEFAULT_TARGET,
  levelRatio,
  type MeasureOptions,
  measureKeys,
  savedMeasure,
} from './measure-options.ts';
import { volatilityAtHorizons } from './term-structure.ts';

/** Days of range variance behind the first forecast. Row 0 has none: it has no previous close. */
const FIRST_WINDOW = 21;
/** Rows from which the ratio of close-to-close to range variance is estimated well enough to be used. */
const FIT_ROWS = 64;

export interface EwmaOptions extends MeasureOptions {
  /** Decay per trading day, in (0, 1). RiskMetrics uses 0.94 for daily data. */
  readonly lambda: number;
}

/** An exponentially weighted moving average as a file gives it. */
export const ewmaSchema = z
  .strictObject({
    name: z.literal('ewma'),
    lambda: z.number().gt(0).lt(1).default(0.94).describe('Decay per trading day.'),
    ...measureKeys,
  })
  .describe('Exponentially weighted moving average.');

/**
 * Exponentially weighted moving average (J.P. Morgan, RiskMetrics Technical Document, 1996) of a daily variance, the
 * Parkinson estimate unless told otherwise: σ²_t = Σ λ^i v_{t−i} / Σ λ^i over all rows so far, brought to the level of the
 * target (`levelRatio`). The same for every horizon, and at least 1 % of the mean fitted. Missing days of a column are passed
 * over; before any is known the mean fitted is forecast. `fit` needs 64 rows; the first 21 rows of a history have no forecast.
 *
 * @example
 * const model = createEwmaForecaster({ lambda: 0.94 }).fit(bars, { seed: 7 });
 * const [volToExpiry] = model.forecast(bars, [21]);
 */
export function createEwmaForecaster({
  lambda,
  measure = DEFAULT_MEASURE,
  target = DEFAULT_TARGET,
}: EwmaOptions): VolatilityForecaster {
  if (!(lambda > 0 && lambda < 1)) throw new RangeError(`lambda is ${lambda}: expected a number in (0, 1)`);
  return {
    name: 'ewma',
    fit(history, { signal }) {
      signal?.throwIfAborted();
      requireRows('ewma', history.close.length, FIT_ROWS, 'to compare the measure with the target');
      const usual = usualVariance('ewma', measure, dailyVariance(history, measure));
      return ewmaModel({ lambda, measure, usual, level: levelRatio(history, measure, target) });
    },
  };
}

/** Restores a model saved by `toJSON`. */
export function restoreEwmaModel(json: VolatilityModelJSON): VolatilityModel {
  return ewmaModel({
    lambda: savedShare(json, 'lambda'),
    measure: savedMeasure(json, 'measure'),
    usual: savedPositive(json, 'usual'),
    level: savedPositive(json, 'level'),
  });
}

interface EwmaFit {
  readonly lambda: number;
  readonly measure: VarianceMeasure;
  /** Mean of the measure over the fitted history. */
  readonly usual: number;
  /** From the measure to the target. */
  readonly level: number;
}

function ewmaModel(fit: EwmaFit): VolatilityModel {
  const { lambda, measure, usual } = fit;
  const floor = varianceFloor(usual);
  function forecast(history: Bars, horizonDays: readonly number[]): Float64Array[] {
    const variance = dailyVariance(history, measure);
    const level = new Float64Array(variance.length).fill(Number.NaN);
    let sum = 0;
    let weight = 0;
    for (let t = 1; t < variance.length; t++) {
      if (!Number.isNaN(variance[t])) {
        sum = lambda * sum + variance[t];
        weight = lambda * weight + 1;
      }
      const mean = weight > 0 ? (fit.level * sum) / weight : fit.level * usual;
      if (t >= FIRST_WINDOW) level[t] = Math.max(mean, fit.level * floor);
    }
    return volatilityAtHorizons([1], [level], horizonDays);
  }
  return {
    forecaster: 'ewma',
    warmup: FIRST_WINDOW,
    forecast,
    toJSON: () => ({ forecaster: 'ewma', ...fit }),
  };
}
