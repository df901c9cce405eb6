import type { Bars } from '../market/bars.ts';
import { dailyVariance, type VarianceMeasure } from '../market/daily-variance.ts';
import { DAILY_VARIANCE_FLOOR } from '../market/features/rolling.ts';
import { InputError } from '../support/input-error.ts';

/** Forecasts of daily variance are at least this share of the mean fitted: a tenth of its volatility. */
const FLOOR_SHARE = 0.01;

/**
 * Mean of the known values of a column of daily variances, at least that of a market that hardly moves (one basis point a
 * day). Throws an InputError that names the measure when none is known.
 */
export function usualVariance(forecaster: string, measure: string, variance: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of variance) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  if (count > 0) return Math.max(sum / count, DAILY_VARIANCE_FLOOR);
  throw new InputError(
    `forecaster '${forecaster}': the history has no value of ${measure}, expected some: give another measure or column`,
  );
}

/** Least daily variance that is forecast, given the usual one: a day without movement foretells no market without risk. */
export function varianceFloor(usual: number): number {
  return FLOOR_SHARE * usual;
}

/**
 * `dailyVariance` without gaps: a missing day takes the value of the last known day before it, and `usual` before any is
 * known. Causal.
 */
export function knownVariance(history: Bars, measure: VarianceMeasure, usual: number): Float64Array {
  return lastKnown(dailyVariance(history, measure), usual);
}

/** A column whose missing values are the last known before them; `before` where there is none yet. Causal. */
export function lastKnown(column: Float64Array, before = Number.NaN): Float64Array {
  let last = before;
  return column.map((value) => {
    if (Number.isFinite(value)) last = value;
    return last;
  });
}
