import { yearFraction } from '../math/day-count.ts';
import type { BacktestConfig } from './config.ts';

/**
 * Years of interest from the first date to each date, on a day count of the calendar; undefined where interest accrues by
 * trading days, as `yearsToExpiry` does.
 */
export function interestTime(
  dates: readonly string[],
  dayCount: BacktestConfig['underlying']['interestDayCount'],
): Float64Array | undefined {
  if (dayCount === 'trading/252') return undefined;
  return Float64Array.from(dates, (date) => yearFraction(dayCount, dates[0], date));
}
