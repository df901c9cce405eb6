import { dayNumber } from '../math/day-count.ts';
import { requireNonNegative } from '../support/require.ts';

/** Dated figures and, where it is known, the day on which each came out. In any order. */
export interface PublishedSeries {
  /** ISO dates that the figures are of: the day, or the month or quarter by the one date its source gives it. */
  readonly dates: readonly string[];
  readonly values: Float64Array;
  /**
   * ISO dates on which the figures came out. A date may then stand several times: its first figure and the revisions of
   * it (Croushore and Stark 2001, Journal of Econometrics 105, call the set as of one day a vintage).
   */
  readonly publishedOn?: readonly string[] | undefined;
}

export interface JoinPublishedOptions {
  /**
   * Days of the calendar, 0 or more, that pass before a figure is known: after its publication where that is given, after
   * its own date where not. By default 0 with publication dates, and 1 without: a figure dated today is often computed
   * tonight, and one day too late costs less than one day too early.
   */
  readonly lagDays?: number | undefined;
  /** Days of the calendar for which a figure holds once it is known; for ever by default. */
  readonly oldestDays?: number | undefined;
}

/** A figure by its row in the series; days are counted from 1970. */
interface Figure {
  readonly row: number;
  readonly date: number;
  readonly known: number;
}

/**
 * What was known of a series at each date's close. A figure is known on the day of its publication plus `lagDays`, or on its own
 * date plus `lagDays` where the series has no publication dates. Of the figures known by then, each date takes that of the
 * latest date and, of its revisions, the one published last: a revision of an older figure changes nothing once a newer
 * figure is known. NaN before the first, and where it has been known for more than `oldestDays` days. A figure that is NaN
 * itself is handed on as NaN.
 *
 * @param dates ISO dates, increasing
 * @throws RangeError on a date that is none, columns of different lengths, two figures of one date and publication, or a lag
 * below 0, which would look ahead
 *
 * @example
 * // An index dated by the month it is of, and out some six weeks after that month began.
 * joinPublished(bars.dates, cpi, { lagDays: 45, oldestDays: 60 });
 */
export function joinPublished(
  dates: readonly string[],
  series: PublishedSeries,
  { lagDays = series.publishedOn === undefined ? 1 : 0, oldestDays }: JoinPublishedOptions = {},
): Float64Array {
  if (oldestDays !== undefined) requireNonNegative('oldestDays', oldestDays);
  const figures = inOrderKnown(series, lagDays);
  const joined = new Float64Array(dates.length).fill(Number.NaN);
  let next = 0;
  let latest: Figure | undefined;
  dates.forEach((date, t) => {
    const today = dayNumber('date', date);
    for (; next < figures.length && figures[next].known <= today; next++) {
      if (latest === undefined || figures[next].date >= latest.date) latest = figures[next];
    }
    if (latest === undefined || today - latest.known > (oldestDays ?? Number.POSITIVE_INFINITY)) return;
    joined[t] = series.values[latest.row];
  });
  return joined;
}

function inOrderKnown({ dates, values, publishedOn }: PublishedSeries, lagDays: number): readonly Figure[] {
  if (!(Number.isInteger(lagDays) && lagDays >= 0)) {
    throw new RangeError(`lagDays is ${lagDays}: expected a whole number of days, 0 or more`);
  }
  for (const [name, { length }] of Object.entries({ dates, publishedOn: publishedOn ?? dates })) {
    if (length === values.length) continue;
    throw new RangeError(`the series has ${length} ${name} and ${values.length} values: expected one of each a figure`);
  }
  const figures = dates.map((text, row): Figure => {
    const date = dayNumber('date of a figure', text);
    const published = publishedOn === undefined ? date : dayNumber('publication date', publishedOn[row]);
    return { row, date, known: published + lagDays };
  });
  figures.sort((a, b) => a.known - b.known || a.date - b.date || a.row - b.row);
  for (let i = 1; i < figures.length; i++) {
    if (figures[i].known !== figures[i - 1].known || figures[i].date !== figures[i - 1].date) continue;
    const { row } = figures[i];
    const published = publishedOn === undefined ? '' : ` published on ${publishedOn[row]}`;
    throw new RangeError(`two figures are of ${dates[row]}${published}: expected one; remove the other`);
  }
  return figures;
}
