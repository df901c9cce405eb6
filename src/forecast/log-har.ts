import { z } from 'zod';
import type { VolatilityForecaster } from './forecaster.ts';
import { biasKey, clipKey, regressionKeys, windowsKey } from './har/har-terms.ts';
import { regressionForecaster } from './har/regression-forecaster.ts';
import { MONTH_WINDOWS, type RegressionOptions, regressionSettings, USUAL_CLIP } from './har/regression-settings.ts';
import { measureKeys } from './measure-options.ts';

export { restoreRegressionModel as restoreLogHarModel } from './har/regression-forecaster.ts';

export type LogHarOptions = RegressionOptions;

/** A heterogeneous autoregression of logs as a file gives it. */
export const logHarSchema = z
  .strictObject({
    name: z.literal('log-har'),
    ...measureKeys,
    windows: windowsKey(MONTH_WINDOWS),
    bias: biasKey,
    clip: clipKey(USUAL_CLIP.low, USUAL_CLIP.high),
    ...regressionKeys,
  })
  .describe('Heterogeneous autoregression of the log of daily variance.');

/**
 * Heterogeneous autoregression of logs (Corsi 2009; Corsi, Mittnik, Pigorsch and Pigorsch 2008, Econometric Reviews 27),
 * direct for each horizon h of a grid: ln(mean variance of days t+1..t+h) = c + Σ_w b_w ln v̄^w_t by ordinary least
 * squares. The exponential is brought from the median to the mean by `bias` (`fitDirectRegression`), clipped to
 * [0.7 × the smallest, 1.5 × the largest] target fitted, and brought to the level of the target. Variances count for one
 * basis point a day at least in the logs.
 *
 * `fit` needs 85 rows and as many more as the longest horizon has days; the first 22 rows of a history have no forecast.
 *
 * @throws RangeError on windows, clips and grids that are none
 * @example
 * const [volToExpiry] = createLogHarForecaster({ bias: 'normal' }).fit(bars, { seed: 7 }).forecast(bars, [21]);
 */
export function createLogHarForecaster(options: LogHarOptions = {}): VolatilityForecaster {
  return regressionForecaster('log-har', regressionSettings(options, { transform: 'log' }));
}
