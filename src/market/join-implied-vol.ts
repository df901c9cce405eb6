import { joinPublished } from './join-published.ts';

/** A dated series of implied volatility, oldest first. */
export interface ImpliedVolSeries {
  /** ISO dates, strictly increasing. */
  readonly dates: readonly string[];
  /** Annualised volatility, decimals. */
  readonly values: Float64Array;
  /** What a reader must know of how it was read. */
  readonly notices?: readonly string[];
}

/** Implied volatility as known at each bar's close. */
export interface JoinedImpliedVol {
  /** Annualised, decimals, one per date; NaN where none is known. */
  readonly values: Float64Array;
  readonly notices: readonly string[];
}

/** Days of the calendar for which a value stands in for missing ones: a long weekend. */
const OLDEST_DAYS = 5;

/**
 * Joins a series to dates: each date takes the last value dated on or before it, never a later one, and none that is
 * more than 5 calendar days old (NaN then). A value dated on the day itself counts as known at that day's close.
 *
 * @param dates ISO dates, increasing
 */
export function joinImpliedVol(dates: readonly string[], series: ImpliedVolSeries): JoinedImpliedVol {
  const values = joinPublished(dates, series, { lagDays: 0, oldestDays: OLDEST_DAYS });
  const missing = values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
  const notices = [...(series.notices ?? [])];
  if (missing > 0) {
    notices.push(
      `implied volatility is missing on ${missing} of ${dates.length} days; its series runs from ${series.dates[0]} to ${series.dates[series.dates.length - 1]}`,
    );
  }
  return { values, notices };
}
