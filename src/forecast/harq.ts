import { z } from 'zod';
import type { VarianceMeasure } from '../market/daily-variance.ts';
import type { VolatilityForecaster } from './forecaster.ts';
import { clipKey, regressionKeys, windowsKey } from './har/har-terms.ts';
import { regressionForecaster } from './har/regression-forecaster.ts';
import { MONTH_WINDOWS, type RegressionOptions, regressionSettings, USUAL_CLIP } from './har/regression-settings.ts';
import { measureKeys } from './measure-options.ts';

export { restoreRegressionModel as restoreHarqModel } from './har/regression-forecaster.ts';

/** A column of the history. */
type ColumnName = `column:${string}`;

const MEASURE: VarianceMeasure = 'column:rv';
const QUARTICITY: ColumnName = 'column:rq';

export interface HarqOptions extends Omit<RegressionOptions, 'bias'> {
  /** Realised variance of each day; 'column:rv' by default. */
  readonly measure?: VarianceMeasure | undefined;
  /** Realised quarticity of each day, in any unit; 'column:rq' by default. */
  readonly quarticity?: ColumnName | undefined;
  /** Whether the coefficients of all windows vary with quarticity, or the shortest window's alone (default). */
  readonly full?: boolean | undefined;
}

const isColumn = (text: string): text is ColumnName => /^column:./.test(text);

/** A heterogeneous autoregression with quarticity as a file gives it. */
export const harqSchema = z
  .strictObject({
    name: z.literal('harq'),
    ...measureKeys,
    measure: measureKeys.measure.unwrap().default(MEASURE).describe('Realised variance of each day.'),
    quarticity: z
      .string()
      .refine(isColumn, 'expected column:NAME')
      .default(QUARTICITY)
      .describe('The column of realised quarticity.'),
    full: z.boolean().default(false).describe('Whether the coefficients of all windows vary with quarticity.'),
    windows: windowsKey(MONTH_WINDOWS),
    clip: clipKey(USUAL_CLIP.low, USUAL_CLIP.high),
    ...regressionKeys,
  })
  .describe('Heterogeneous autoregression that trusts noisy days less (HARQ).');

/**
 * HARQ (Bollerslev, Patton and Quaedvlieg 2016, Journal of Econometrics 192): a heterogeneous autoregression of realised
 * variance whose daily coefficient is b₁ + b_q √RQ_t, RQ the realised quarticity, which measures the noise of that day's
 * variance. Noisy days get less weight, for b_q comes out negative. `full`: so have the weekly and monthly coefficients,
 * with the root of the mean quarticity over their windows.
 *
 * Forecasts are clipped to [0.7 × the smallest, 1.5 × the largest] target fitted: a negative b_q can make them negative
 * otherwise. `fit` needs 85 rows and as many more as the longest horizon has days; the first 22 rows have no forecast.
 *
 * @throws RangeError on windows, clips and grids that are none; `fit` and `forecast` an InputError without the columns
 * @example
 * const model = createHarqForecaster({ quarticity: 'column:rq' }).fit(barsWithRealised, { seed: 7 });
 */
export function createHarqForecaster({
  measure = MEASURE,
  quarticity = QUARTICITY,
  full = false,
  windows = MONTH_WINDOWS,
  ...options
}: HarqOptions = {}): VolatilityForecaster {
  const quarticityWindows = full ? [...windows] : windows.slice(0, 1);
  const settings = regressionSettings(
    { ...options, measure, windows },
    { transform: 'level', quarticity, quarticityWindows },
  );
  return regressionForecaster('harq', settings);
}
