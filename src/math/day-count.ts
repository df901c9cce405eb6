/**
 * How days become years. 'act': calendar days; 'trading': days on which the market is open; '30/360': months of 30 days
 * (bond basis, ISDA 2006 4.16(f)); 'act/act': the days of each calendar year over its length (ISDA 2006 4.16(b)).
 */
export type DayCount = 'trading/252' | 'trading/250' | 'act/365' | 'act/360' | '30/360' | 'act/act';

/** All day counts, for messages and schemas. */
export const dayCounts: readonly DayCount[] = ['trading/252', 'trading/250', 'act/365', 'act/360', '30/360', 'act/act'];

/**
 * Years from one date to another, negative when `to` is the earlier one. The first date does not count, the last does.
 *
 * @param from ISO date, '2024-01-31'
 * @param tradingDates ISO dates, rising, on which the market is open: needed by the 'trading' counts alone
 * @throws RangeError on a date that is none, or without the trading dates that the count needs
 * @example
 * yearFraction('act/365', '2024-01-31', '2024-03-01'); // 30 / 365
 * yearFraction('trading/252', '2024-01-05', '2024-01-09', ['2024-01-05', '2024-01-08', '2024-01-09']); // 2 / 252
 */
export function yearFraction(dayCount: DayCount, from: string, to: string, tradingDates?: readonly string[]): number {
  const start = parseDate('from', from);
  const end = parseDate('to', to);
  switch (dayCount) {
    case 'act/365':
      return (end.day - start.day) / 365;
    case 'act/360':
      return (end.day - start.day) / 360;
    case '30/360':
      return thirtyDayYears(start, end);
    case 'act/act':
      return end.year - start.year + (shareOfYear(end) - shareOfYear(start));
    case 'trading/252':
    case 'trading/250':
      if (!tradingDates) {
        throw new RangeError(`the day count '${dayCount}' has no tradingDates: expected the market's open days`);
      }
      return tradingYears(dayCount, daysUpTo(tradingDates, to) - daysUpTo(tradingDates, from));
    default:
      throw new RangeError(`the day count is '${dayCount}': expected one of ${dayCounts.join(', ')}`);
  }
}

/**
 * Years of so many trading days.
 *
 * @example
 * tradingYears('trading/252', 21); // 1 / 12
 */
export function tradingYears(dayCount: 'trading/252' | 'trading/250', tradingDays: number): number {
  return tradingDays / (dayCount === 'trading/252' ? 252 : 250);
}

/**
 * Days from 1970-01-01 to a date, a whole number.
 *
 * @param name what the date is, for the message
 * @throws RangeError on a date that is none
 * @example
 * dayNumber('from', '1970-02-01'); // 31
 */
export function dayNumber(name: string, date: string): number {
  return parseDate(name, date).day;
}

interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly dayOfMonth: number;
  /** Days since 1970-01-01. */
  readonly day: number;
}

function parseDate(name: string, text: string): CalendarDate {
  const [, year, month, dayOfMonth] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []).map(Number);
  const day = Date.UTC(year, month - 1, dayOfMonth) / 86_400_000;
  // Date.UTC carries the 31st of February over into March.
  if (!Number.isFinite(day) || new Date(day * 86_400_000).toISOString().slice(0, 10) !== text) {
    throw new RangeError(`${name} is '${text}': expected a date as 2024-01-31`);
  }
  return { year, month, dayOfMonth, day };
}

function thirtyDayYears(start: CalendarDate, end: CalendarDate): number {
  const first = Math.min(start.dayOfMonth, 30);
  const last = end.dayOfMonth === 31 && first === 30 ? 30 : end.dayOfMonth;
  return (360 * (end.year - start.year) + 30 * (end.month - start.month) + (last - first)) / 360;
}

/** Share of its calendar year that has passed when a day begins. */
function shareOfYear({ year, day }: CalendarDate): number {
  const start = Date.UTC(year, 0, 1) / 86_400_000;
  return (day - start) / (Date.UTC(year + 1, 0, 1) / 86_400_000 - start);
}

/** How many of the rising dates are at or before one: ISO dates sort as text. */
function daysUpTo(dates: readonly string[], date: string): number {
  let low = 0;
  let high = dates.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (dates[middle] <= date) low = middle + 1;
    else high = middle;
  }
  return low;
}
