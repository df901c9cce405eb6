import { z } from 'zod';
import type { Bars } from '../market/bars.ts';
import { dailyVariance, isVarianceMeasure, type VarianceMeasure } from '../market/daily-variance.ts';
import { InputError } from '../support/input-error.ts';
import type { VolatilityModelJSON } from './forecaster.ts';

/** What a forecaster reads, and in what level it answers. */
export interface MeasureOptions {
  /** The daily variance that is read and averaged; 'parkinson' by default. */
  readonly measure?: VarianceMeasure | undefined;
  /**
   * The daily variance whose mean is forecast; 'squared-return' by default, that of the returns a hedge meets. Where it is
   * not the measure, forecasts of the measure are multiplied by the ratio of the two over the fitted history.
   */
  readonly target?: VarianceMeasure | undefined;
}

export const DEFAULT_MEASURE: VarianceMeasure = 'parkinson';
export const DEFAULT_TARGET: VarianceMeasure = 'squared-return';

/** A measure as a file gives it. */
const measureKey = z
  .string()
  .refine(isVarianceMeasure, 'expected squared-return, parkinson, garman-klass, rogers-satchell or column:NAME');

/** Keys of a file that forecasters of a measure share. */
export const measureKeys = {
  measure: measureKey.default(DEFAULT_MEASURE).describe('The daily variance that is read.'),
  target: measureKey.default(DEFAULT_TARGET).describe('The daily variance whose mean is forecast.'),
};

/** The horizons of forecasters that fit each one on its own, as a file gives them. */
export const gridKey = z
  .array(z.int().positive())
  .min(1)
  .refine((days) => days.every((day, i) => i === 0 || day > days[i - 1]), 'expected increasing numbers of days')
  .optional()
  .describe('Horizons in trading days, each fitted on its own: 1, 5, 10, 21 unless given.');

/**
 * Mean of the target over the mean of the measure, over the rows where both are known: what brings forecasts of the
 * measure to the level of the target. 1 where the two are the same, and for a history without any movement.
 *
 * @throws InputError when no row has both
 */
export function levelRatio(history: Bars, measure: VarianceMeasure, target: VarianceMeasure): number {
  return measure === target ? 1 : ratioOfMeans(dailyVariance(history, measure), dailyVariance(history, target));
}

/**
 * Mean of `wanted` over the mean of `read`, over the rows where both are known; 1 where either is 0. Throws an InputError when
 * there is no such row.
 */
export function ratioOfMeans(read: Float64Array, wanted: Float64Array): number {
  let rows = 0;
  let readSum = 0;
  let wantedSum = 0;
  for (let t = 0; t < read.length; t++) {
    if (Number.isNaN(read[t]) || Number.isNaN(wanted[t])) continue;
    rows++;
    readSum += read[t];
    wantedSum += wanted[t];
  }
  if (rows === 0) {
    throw new InputError(
      `no row of ${read.length} has both measure and target, expected some: give a longer history or another column`,
    );
  }
  return readSum > 0 && wantedSum > 0 ? wantedSum / readSum : 1;
}

/** The measure under a key of a saved model. */
export function savedMeasure(json: VolatilityModelJSON, key: string): VarianceMeasure {
  const value = json[key];
  if (typeof value === 'string' && isVarianceMeasure(value)) return value;
  throw new InputError(
    `saved forecaster '${json.forecaster}': ${key} is ${JSON.stringify(value)}, expected a measure of daily variance: save the model again`,
  );
}
