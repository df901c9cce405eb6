import { z } from 'zod';
import type { VolatilityForecaster } from './forecaster.ts';
import { type GarchOptions, garchForecaster, garchKeys } from './garch/garch-forecaster.ts';

export { restoreGarchModel } from './garch/garch-forecaster.ts';

/** GARCH(1,1) as a file gives it. */
export const garchSchema = z
  .strictObject({ name: z.literal('garch'), ...garchKeys })
  .describe('GARCH(1,1) of daily returns.');

/**
 * GARCH(1,1) (Bollerslev 1986, Journal of Econometrics 31) of daily log returns with a constant mean, fitted by maximum likelihood
 * (`fitGarch`): h_{t+1} = ω + α ε²_t + β h_t. The forecast for h days is the mean of E h_{t+1}, …, E h_{t+h}, which runs to the
 * long-run variance ω/(1 − α − β), plus the squared mean return; bounds, level and start as `garchForecaster` says.
 *
 * `fit` needs 252 rows and starts from the refit before where it is given one; the first 21 rows of a history have no forecast.
 *
 * @throws RangeError on an unknown law or start
 * @example
 * const model = createGarchForecaster({ law: 'student-t' }).fit(bars, { seed: 7 });
 * const [day, month] = model.forecast(bars, [1, 21]);
 */
export function createGarchForecaster(options: GarchOptions = {}): VolatilityForecaster {
  return garchForecaster('garch', options);
}
