import { z } from 'zod';
import type { VolatilityForecaster } from './forecaster.ts';
import { biasKey, clipKey, regressionKeys, windowsKey } from './har/har-terms.ts';
import { regressionForecaster } from './har/regression-forecaster.ts';
import { MONTH_WINDOWS, type RegressionOptions, regressionSettings, USUAL_CLIP } from './har/regression-settings.ts';
import { measureKeys } from './measure-options.ts';

export { restoreRegressionModel as restoreHarLeverageModel } from './har/regression-forecaster.ts';

export interface HarLeverageOptions extends RegressionOptions {
  /** Whether variances or their logs are regressed; 'log' by default. */
  readonly transform?: 'level' | 'log' | undefined;
  /**
   * What stands for bad news over a window: 'daily' (default), the mean of its days' negative returns; 'window', the mean
   * return of the window where it is negative, else 0, as Corsi and Renò have it.
   */
  readonly downside?: 'daily' | 'window' | undefined;
}

/** A heterogeneous autoregression with leverage as a file gives it. */
export const harLeverageSchema = z
  .strictObject({
    name: z.literal('har-leverage'),
    ...measureKeys,
    windows: windowsKey(MONTH_WINDOWS),
    transform: z.enum(['level', 'log']).default('log').describe('Whether variances or their logs are regressed.'),
    downside: z
      .enum(['daily', 'window'])
      .default('daily')
      .describe('Bad news over a window: the mean of its negative days, or its own return where negative.'),
    bias: biasKey,
    clip: clipKey(USUAL_CLIP.low, USUAL_CLIP.high),
    ...regressionKeys,
  })
  .describe('Heterogeneous autoregression with negative returns as regressors.');

/**
 * Heterogeneous autoregression with leverage (Corsi and Renò 2012, Journal of Business & Economic Statistics 30): beside
 * the means of the daily variance, or their logs, the negative part of returns over the same windows. Falls raise the
 * volatility that follows more than rises of the same size do.
 *
 * A log that is linear in returns grows without bound in a crash: keep the clip, which holds forecasts within
 * [0.7 × the smallest, 1.5 × the largest] target fitted. `fit` needs 85 rows and as many more as the longest horizon has
 * days; the first 22 rows of a history have no forecast.
 *
 * @throws RangeError on windows, clips and grids that are none
 * @example
 * const [volToExpiry] = createHarLeverageForecaster().fit(bars, { seed: 7 }).forecast(bars, [21]);
 */
export function createHarLeverageForecaster({
  transform = 'log',
  downside = 'daily',
  windows = MONTH_WINDOWS,
  ...options
}: HarLeverageOptions = {}): VolatilityForecaster {
  const added = { transform, downside, downsideWindows: [...windows] };
  return regressionForecaster('har-leverage', regressionSettings({ ...options, windows }, added));
}
