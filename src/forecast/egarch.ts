import { z } from 'zod';
import type { VolatilityForecaster } from './forecaster.ts';
import { type GarchOptions, garchForecaster, garchKeys } from './garch/garch-forecaster.ts';

export { restoreGarchModel as restoreEgarchModel } from './garch/garch-forecaster.ts';

/** EGARCH(1,1) as a file gives it. */
export const egarchSchema = z
  .strictObject({ name: z.literal('egarch'), ...garchKeys })
  .describe('EGARCH(1,1) of daily returns: the logarithm of variance moves, falls and rises apart.');

/**
 * EGARCH(1,1) (Nelson 1991, Econometrica 59) of daily log returns: as `createGarchForecaster` with
 * ln h_{t+1} = ω + α (|z_t| − √(2/π)) + γ z_t + β ln h_t. Beyond the first day forecasts are expectations under normal shocks
 * (`varianceAhead`), whatever the law of the fit.
 *
 * @throws RangeError on an unknown law or start
 * @example
 * const model = createEgarchForecaster().fit(bars, { seed: 7 });
 */
export function createEgarchForecaster(options: GarchOptions = {}): VolatilityForecaster {
  return garchForecaster('egarch', options);
}
