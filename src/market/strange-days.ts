import { dayNumber } from '../math/day-count.ts';
import type { Bars } from './bars.ts';

/** Days of the calendar from bar to bar: the longest holidays take less. */
const LONGEST_BREAK = 10;
/** Closes that double or halve from one bar to the next. */
const LARGEST_RATIO = 2;

/**
 * What a reader must know of bars that are possible and rarely meant: a break of more than 10 calendar days, over which the
 * return counts as that of one day, and a close that doubles or halves at once, as one does that is mistyped or not
 * adjusted for a split.
 *
 * @param file what the notices call the bars
 * @example
 * noticesOfStrangeDays(bars, 'prices.csv');
 * // ['prices.csv: the close goes from 100 to 5000 on 2011-12-02: …']
 */
export function noticesOfStrangeDays({ dates, close }: Bars, file: string): readonly string[] {
  const breaks: number[] = [];
  const jumps: number[] = [];
  for (let t = 1; t < dates.length; t++) {
    if (daysSince(dates, t) > LONGEST_BREAK) breaks.push(t);
    const ratio = close[t] / close[t - 1];
    if (ratio >= LARGEST_RATIO || ratio <= 1 / LARGEST_RATIO) jumps.push(t);
  }
  const notices: string[] = [];
  if (breaks.length > 0) {
    const t = breaks.reduce((longest, row) => (daysSince(dates, row) > daysSince(dates, longest) ? row : longest));
    notices.push(
      `${file}: no bar for ${daysSince(dates, t)} days before ${dates[t]}${others(breaks.length)}: the return over a break counts as that of one day`,
    );
  }
  if (jumps.length > 0) {
    const [t] = jumps;
    notices.push(
      `${file}: the close goes from ${close[t - 1]} to ${close[t]} on ${dates[t]}${others(jumps.length)}: check that it is no misprint, and that prices are adjusted for splits`,
    );
  }
  return notices;
}

function daysSince(dates: readonly string[], row: number): number {
  return dayNumber('date', dates[row]) - dayNumber('date', dates[row - 1]);
}

function others(count: number): string {
  return count === 1 ? '' : ` (${count} such days)`;
}
