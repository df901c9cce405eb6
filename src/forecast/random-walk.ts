import { z } from 'zod';
import type { Bars } from '../market/bars.ts';
import { dailyVariance, type VarianceMeasure } from '../market/daily-variance.ts';
import { rollingMean } from '../market/features/rolling.ts';
import { requireCount } from '../support/require.ts';
import { requireRows, savedCount, savedPositive } from './forecast-input.ts';
import type { VolatilityForecaster, VolatilityModel, VolatilityModelJSON } from './forecaster.ts';
import { knownVariance, usualVariance, varianceFloor } from './known-variance.ts';
import {
  DEFAULT_MEASURE,
  DEFAULT_TARGET,
  levelRatio,
  type MeasureOptions,
  measureKeys,
  savedMeasure,
} from './measure-options.ts';
import { volatilityAtHorizons } from './term-structure.ts';

/** Rows from which the ratio of target to measure is estimated well enough to be used. */
const FIT_ROWS = 64;

export interface RandomWalkOptions extends MeasureOptions {
  /** Days averaged, 1 or more; 1 by default. */
  readonly days?: number | undefined;
}

/** A random walk as a file gives it. */
export const randomWalkSchema = z
  .strictObject({
    name: z.literal('random-walk'),
    days: z.int().positive().default(1).describe('Days averaged: 1 is the random walk, 22 a mean of a month.'),
    ...measureKeys,
  })
  .describe('Random walk, or moving average, of a daily variance.');

/**
 * The latest days foretell the next: the mean of the last `days` values of a daily variance, brought to the level of the
 * target (`levelRatio`), the same for every horizon. One day is the random walk of the literature, 22 a moving average of a
 * month. What is forecast is at least 1 % of the mean fitted, so that a day without movement foretells no variance of zero;
 * missing days of a column take the last known value.
 *
 * `fit` needs 64 rows, or `days` + 1 where that is more; the first `days` rows of a history have no forecast.
 *
 * @throws RangeError unless `days` is a whole number of 1 or more
 * @example
 * const model = createRandomWalkForecaster({ days: 22, measure: 'squared-return' }).fit(bars, { seed: 7 });
 */
export function createRandomWalkForecaster({
  days = 1,
  measure = DEFAULT_MEASURE,
  target = DEFAULT_TARGET,
}: RandomWalkOptions = {}): VolatilityForecaster {
  requireCount('days', days);
  return {
    name: 'random-walk',
    fit(history, { signal }) {
      signal?.throwIfAborted();
      const needed = Math.max(FIT_ROWS, days + 1);
      requireRows(
        'random-walk',
        history.close.length,
        needed,
        'to fill the window and compare the measure with the target',
      );
      const usual = usualVariance('random-walk', measure, dailyVariance(history, measure));
      return randomWalkModel({ days, measure, usual, level: levelRatio(history, measure, target) });
    },
  };
}

/** Restores a model saved by `toJSON`. */
export function restoreRandomWalkModel(json: VolatilityModelJSON): VolatilityModel {
  return randomWalkModel({
    days: savedCount(json, 'days'),
    measure: savedMeasure(json, 'measure'),
    usual: savedPositive(json, 'usual'),
    level: savedPositive(json, 'level'),
  });
}

interface RandomWalkFit {
  readonly days: number;
  readonly measure: VarianceMeasure;
  /** Mean of the measure over the fitted history. */
  readonly usual: number;
  /** From the measure to the target. */
  readonly level: number;
}

function randomWalkModel(fit: RandomWalkFit): VolatilityModel {
  const { days, measure, usual, level } = fit;
  const floor = varianceFloor(usual);
  function forecast(history: Bars, horizonDays: readonly number[]): Float64Array[] {
    const means = rollingMean(knownVariance(history, measure, usual), days);
    // Row 0 of a bar has no previous close, hence no variance of its own.
    const variance = means.map((mean, t) => (t < days ? Number.NaN : level * Math.max(mean, floor)));
    return volatilityAtHorizons([1], [variance], horizonDays);
  }
  return {
    forecaster: 'random-walk',
    warmup: days,
    forecast,
    toJSON: () => ({ forecaster: 'random-walk', ...fit }),
  };
}
