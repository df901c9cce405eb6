import type { Bars } from '../market/bars.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { checkHorizons } from './term-structure.ts';
import { forwardMean, squaredReturns } from './variance-windows.ts';

/**
 * Realised volatility of the days that follow each row: √(252/h · Σ r²) over the close-to-close log returns of days
 * t+1..t+h, mean not removed. It looks ahead by nature: for scoring forecasts and drawing pictures, never for a policy.
 * The last `horizonDays` rows are NaN.
 */
export function realisedVol(bars: Bars, horizonDays: number): Float64Array {
  checkHorizons([horizonDays]);
  return forwardMean(squaredReturns(bars), horizonDays).map((variance) => Math.sqrt(tradingDaysPerYear * variance));
}
