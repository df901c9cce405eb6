import { z } from 'zod';
import type { VolatilityForecaster } from './forecaster.ts';
import type { ClipMultiples } from './har/direct-regression.ts';
import { clipKey, type ExogenousTerm, regressionKeys, windowsKey } from './har/har-terms.ts';
import { regressionForecaster } from './har/regression-forecaster.ts';
import { regressionSettings } from './har/regression-settings.ts';
import { type MeasureOptions, measureKeys } from './measure-options.ts';

export { restoreRegressionModel as restoreHarModel } from './har/regression-forecaster.ts';

/** A day, a week and a month. */
const WINDOWS: readonly number[] = [1, 5, 21];
const CLIP: ClipMultiples = { low: 0.5, high: 1.5 };

export interface HarOptions extends MeasureOptions {
  /** Horizons in trading days, increasing, each with a regression of its own. Default 1, 5, 10, 21. */
  readonly gridDays?: readonly number[] | undefined;
  /** Days of the means that are regressors, increasing. Default 1, 5, 21. */
  readonly windows?: readonly number[] | undefined;
  /** Bounds of a forecast in multiples of the smallest and largest target fitted; 0.5 and 1.5 by default, null for none. */
  readonly clip?: ClipMultiples | null | undefined;
  /** Further columns of the history as regressors. */
  readonly exogenous?: readonly ExogenousTerm[] | undefined;
}

/** A heterogeneous autoregression as a file gives it. */
export const harSchema = z
  .strictObject({
    name: z.literal('har'),
    ...measureKeys,
    windows: windowsKey(WINDOWS),
    clip: clipKey(CLIP.low, CLIP.high),
    ...regressionKeys,
  })
  .describe('Heterogeneous autoregression of daily variance.');

/**
 * Heterogeneous autoregression (Corsi 2009, Journal of Financial Econometrics 7), direct for each horizon h of a grid:
 * mean variance of days t+1..t+h = c + b₁ v_t + b₅ v̄⁵_t + b₂₁ v̄²¹_t by ordinary least squares on Parkinson variances or
 * another measure, brought to the level of the target (`levelRatio`). Forecasts are clipped to [0.5 × the smallest,
 * 1.5 × the largest] target fitted, so that no regression gives a variance never nearly seen. Horizons between those of
 * the grid are interpolated in total variance, later ones extended flat.
 *
 * `fit` needs 84 rows and as many more as the longest horizon has days; the first 21 rows of a history have no forecast
 * (other windows: as many as the longest has days). Rows that lack an exogenous column are forecast by a second
 * regression without those columns.
 *
 * @throws RangeError on windows, clips and grids that are none
 * @example
 * const [volToExpiry] = createHarForecaster().fit(bars, { seed: 7 }).forecast(bars, [21]);
 * createHarForecaster({ exogenous: [{ column: 'impliedVol', transform: 'variance' }] });
 */
export function createHarForecaster({
  windows = WINDOWS,
  clip = CLIP,
  ...options
}: HarOptions = {}): VolatilityForecaster {
  return regressionForecaster('har', regressionSettings({ ...options, windows, clip }, { transform: 'level' }));
}
