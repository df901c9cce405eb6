import { mean, populationVariance } from '../math/moments.ts';
import { type DailyHistory, dailyLogReturns } from './daily-returns.ts';
import { type FitQuality, fitQuality } from './fit-quality.ts';
import { createGbm } from './gbm.ts';
import type { Market } from './market.ts';

export interface CalibrateGbmOptions {
  /** Whether the market keeps history's drift; false by default: prices have none. */
  readonly keepDrift?: boolean;
  /** Trading days in a year; 252 by default. */
  readonly daysPerYear?: number;
}

/**
 * Calibrates geometric Brownian motion to daily closes by maximum likelihood: σ² is the variance of log returns (divisor
 * n) times the days of a year, the drift their mean times those days plus σ²/2.
 *
 * @throws InputError on closes that cannot be fitted
 * @example
 * const { market, fit } = calibrateGbm({ close: bars.close });
 */
export function calibrateGbm(
  history: DailyHistory,
  { keepDrift = false, daysPerYear = 252 }: CalibrateGbmOptions = {},
): { readonly market: Market; readonly fit: FitQuality } {
  const returns = dailyLogReturns(history, 'GBM');
  const center = mean(returns);
  const variance = populationVariance(returns);
  const volAnnual = Math.sqrt(variance * daysPerYear);
  const driftAnnual = center * daysPerYear + volAnnual ** 2 / 2;
  const fitted = createGbm({ volAnnual, driftAnnual, daysPerYear });
  return {
    market: keepDrift ? fitted : createGbm({ volAnnual, daysPerYear }),
    fit: fitQuality({
      market: fitted,
      returns,
      parameters: { volAnnual, driftAnnual },
      likelihood: {
        logLikelihood: -0.5 * returns.length * (Math.log(2 * Math.PI * variance) + 1),
        freeParameters: 2,
      },
    }),
  };
}
