import { z } from 'zod';
import type { VolatilityForecaster } from './forecaster.ts';
import { type GarchOptions, garchForecaster, garchKeys } from './garch/garch-forecaster.ts';

export { restoreGarchModel as restoreGjrModel } from './garch/garch-forecaster.ts';

/** GJR-GARCH(1,1) as a file gives it. */
export const gjrSchema = z
  .strictObject({ name: z.literal('gjr'), ...garchKeys })
  .describe('GJR-GARCH(1,1) of daily returns: falls weigh more than rises.');

/**
 * GJR-GARCH(1,1) (Glosten, Jagannathan and Runkle 1993, Journal of Finance 48) of daily log returns: as `createGarchForecaster`
 * with h_{t+1} = ω + (α + γ [ε_t < 0]) ε²_t + β h_t, so that falls may weigh more than rises.
 *
 * @throws RangeError on an unknown law or start
 * @example
 * const model = createGjrForecaster({ law: 'skewed-t' }).fit(bars, { seed: 7 });
 */
export function createGjrForecaster(options: GarchOptions = {}): VolatilityForecaster {
  return garchForecaster('gjr', options);
}
