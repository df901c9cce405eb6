import { z } from 'zod';
import type { Bars } from '../market/bars.ts';
import { dailyVariance, type VarianceMeasure } from '../market/daily-variance.ts';
import {
  checkRangeVolatility,
  type RangeEstimator,
  rangeEstimators,
  rangeVolatility,
  rangeVolatilityWarmup,
} from '../market/range-volatility.ts';
import { InputError } from '../support/input-error.ts';
import { requireRows, savedCount, savedPositive } from './forecast-input.ts';
import type { VolatilityForecaster, VolatilityModel, VolatilityModelJSON } from './forecaster.ts';
import { usualVariance, varianceFloor } from './known-variance.ts';
import { DEFAULT_TARGET, measureKeys, ratioOfMeans } from './measure-options.ts';
import { volatilityAtHorizons } from './term-structure.ts';

/** Rows with an estimate from which its ratio to the target is estimated well enough to be used. */
const FIT_ROWS = 64;
const DEFAULT_DAYS = 22;

export interface RangeOptions {
  /** Estimator of volatility over a window of days; 'yang-zhang' by default. */
  readonly estimator?: RangeEstimator | undefined;
  /** Days of the window; 22 by default. */
  readonly days?: number | undefined;
  /** Lets each day's range run from the previous close (`rangeVolatility`); false by default. */
  readonly previousClose?: boolean | undefined;
  /** The daily variance whose mean is forecast; 'squared-return' by default. */
  readonly target?: VarianceMeasure | undefined;
}

/** A forecast from ranges as a file gives it. */
export const rangeSchema = z
  .strictObject({
    name: z.literal('range'),
    estimator: z.enum(rangeEstimators).default('yang-zhang').describe('Estimator of volatility over a window of days.'),
    days: z.int().min(2).default(DEFAULT_DAYS).describe('Days of the window.'),
    previousClose: z.boolean().default(false).describe("Lets each day's range run from the previous close."),
    target: measureKeys.target,
  })
  .describe('Volatility of the latest days from their ranges.');

/**
 * Volatility over the latest days by an estimator from open, high, low and close (`rangeVolatility`), brought to the level of
 * the target by the ratio of the two means over the fitted history, the same for every horizon. At least a tenth of the
 * usual volatility is forecast. It reads the open where the estimator does: sources that copy the previous close into it
 * have no move overnight.
 *
 * `fit` needs 64 rows beyond the window; rows before the window is full have no forecast.
 *
 * @throws RangeError on options that no estimate can be made from
 * @example
 * const model = createRangeForecaster({ estimator: 'yang-zhang', days: 21 }).fit(bars, { seed: 7 });
 */
export function createRangeForecaster({
  estimator = 'yang-zhang',
  days = DEFAULT_DAYS,
  previousClose = false,
  target = DEFAULT_TARGET,
}: RangeOptions = {}): VolatilityForecaster {
  const window = { estimator, days, previousClose };
  checkRangeVolatility(window);
  return {
    name: 'range',
    fit(history, { signal }) {
      signal?.throwIfAborted();
      const parts = `${days} to fill its window, ${FIT_ROWS} to compare it with the target`;
      requireRows('range', history.close.length, days + FIT_ROWS, parts);
      const estimates = windowVariance(history, window);
      const usual = usualVariance('range', estimator, estimates);
      return rangeModel({ ...window, usual, level: ratioOfMeans(estimates, dailyVariance(history, target)) });
    },
  };
}

/** Restores a model saved by `toJSON`. */
export function restoreRangeModel(json: VolatilityModelJSON): VolatilityModel {
  const { estimator, previousClose } = json;
  if (!rangeEstimators.includes(estimator as RangeEstimator)) throw damaged('estimator', estimator, 'an estimator');
  if (typeof previousClose !== 'boolean') throw damaged('previousClose', previousClose, 'true or false');
  const window = { estimator: estimator as RangeEstimator, days: savedCount(json, 'days'), previousClose };
  return rangeModel({ ...window, usual: savedPositive(json, 'usual'), level: savedPositive(json, 'level') });
}

interface RangeWindow {
  readonly estimator: RangeEstimator;
  readonly days: number;
  readonly previousClose: boolean;
}

interface RangeFit extends RangeWindow {
  /** Mean of the estimates over the fitted history. */
  readonly usual: number;
  /** From the estimates to the target. */
  readonly level: number;
}

function rangeModel(fit: RangeFit): VolatilityModel {
  const floor = varianceFloor(fit.usual);
  function forecast(history: Bars, horizonDays: readonly number[]): Float64Array[] {
    const variance = windowVariance(history, fit).map((value) => fit.level * Math.max(value, floor));
    return volatilityAtHorizons([1], [variance], horizonDays);
  }
  return {
    forecaster: 'range',
    warmup: rangeVolatilityWarmup(fit),
    forecast,
    toJSON: () => ({ forecaster: 'range', ...fit }),
  };
}

/** Mean daily variance over the window. */
function windowVariance(history: Bars, { estimator, days, previousClose }: RangeWindow): Float64Array {
  return rangeVolatility(history, { estimator, days, previousClose, daysPerYear: 1 }).map((vol) => vol * vol);
}

function damaged(key: string, value: unknown, expected: string): InputError {
  return new InputError(
    `saved forecaster 'range': ${key} is ${JSON.stringify(value)}, expected ${expected}: save the model again`,
  );
}
