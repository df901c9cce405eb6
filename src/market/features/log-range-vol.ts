import type { Bars } from '../bars.ts';
import type { Feature } from '../features.ts';
import { garmanKlassVariance, parkinsonVariance, rogersSatchellVariance } from '../range-variance.ts';
import { rollingLogVol } from './rolling.ts';

const estimators = {
  logParkinson: parkinsonVariance,
  logGarmanKlass: garmanKlassVariance,
  logRogersSatchell: rogersSatchellVariance,
} satisfies Record<string, (bars: Bars) => Float64Array>;

export type RangeEstimator = keyof typeof estimators;

/**
 * Log of range volatility: ½ ln(252 × mean daily range variance) over the last `window` days, on ranges that include
 * the previous close (see range-variance.ts). With a window of 1, the log range of the day, nearly normal in
 * distribution (Alizadeh, Brandt and Diebold 2002, Journal of Finance 57). Held at one basis point a day at least.
 */
export function logRangeVolFeature(estimator: RangeEstimator, window: number): Feature {
  return {
    name: `${estimator}${window}`,
    warmup: window,
    compute: (bars) => rollingLogVol(estimators[estimator](bars), window),
  };
}
