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
const DAY_MS = 86_400_000;

/**
 * Joins a series to dates: each date takes the last value dated on or before it, never a later one, and none that is
 * more than 5 calendar days old (NaN then). A value dated on the day itself counts as known at that day's close.
 *
 * @param dates ISO dates, increasing
 */
export function joinImpliedVol(dates: readonly string[], series: ImpliedVolSeries): JoinedImpliedVol {
  const values = new Float64Array(dates.length).fill(Number.NaN);
  let next = 0;
  let missing = 0;
  dates.forEach((date, t) => {
    while (next < series.dates.length && series.dates[next] <= date) next++;
    if (next > 0 && daysBetween(series.dates[next - 1], date) <= OLDEST_DAYS) values[t] = series.values[next - 1];
    else missing++;
  });
  const notices = [...(series.notices ?? [])];
  if (missing > 0) {
    notices.push(
      `implied volatility is missing on ${missing} of ${dates.length} days; its series runs from ${series.dates[0]} to ${series.dates[series.dates.length - 1]}`,
    );
  }
  return { values, notices };
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}
