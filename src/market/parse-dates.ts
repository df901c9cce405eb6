import { InputError } from '../support/input-error.ts';
import type { Cell, Table } from './table.ts';

/** A time of day after the date: read over. */
const TIME = String.raw`(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?)?`;
const ISO_DATE = new RegExp(String.raw`^(\d{4})([-/])(\d{1,2})\2(\d{1,2})${TIME}$`);
const COMPACT_DATE = /^(\d{4})(\d{2})(\d{2})$/;
const US_DATE = new RegExp(String.raw`^(\d{1,2})/(\d{1,2})/(\d{4})${TIME}$`);

type DateParts = readonly [year: string, month: string, day: string];

interface DateFormat {
  /** For messages: 'a date as YYYY-MM-DD'. */
  readonly label: string;
  read(cell: Cell): DateParts | undefined;
}

const usFormat: DateFormat = {
  label: 'a date as month/day/year',
  read: (cell) => read(US_DATE, cell, ([, month, day, year]) => [year, month, day]),
};

const formats: readonly DateFormat[] = [
  { label: 'a date, not text', read: readTyped },
  { label: 'a date as YYYY-MM-DD', read: (cell) => read(ISO_DATE, cell, (m) => [m[1], m[3], m[4]]) },
  { label: 'a date as YYYYMMDD', read: (cell) => read(COMPACT_DATE, cell, (m) => [m[1], m[2], m[3]]) },
  usFormat,
];

/**
 * The dates of a column as ISO `YYYY-MM-DD`, in the order of the file. Read are ISO dates (also with slashes, or without
 * separators), US dates (month/day/year) and typed dates (their UTC date); a time of day is dropped, the date kept as
 * written. The first row says the format and every row must have it. Slashed dates are judged over the whole column: a
 * first number above 12 means day/month, which is refused, and so is a column that reads equally well both ways.
 * Throws an InputError that names file, line, column and value.
 */
export function parseDates(table: Table, column: number): readonly string[] {
  const fail = (row: number, expectation: string): never => {
    const cell = table.rows[row][column];
    const value = cell === null || cell === '' ? 'the date is missing' : `date '${String(cell)}'`;
    const place = { file: table.file, line: table.lineOf(row), column: table.header[column] };
    throw new InputError(`${value}: ${expectation}`, place);
  };

  const format = formats.find((candidate) => candidate.read(table.rows[0][column]) !== undefined);
  if (format === undefined) return fail(0, 'expected a date as YYYY-MM-DD or month/day/year');
  const parts = table.rows.map(
    (row, index) => format.read(row[column]) ?? fail(index, `expected ${format.label}, as in the first row`),
  );
  if (format === usFormat) refuseDayFirst(parts, fail);
  return parts.map(
    (date, index) => calendarDate(date) ?? fail(index, `no such day in the calendar; expected ${format.label}`),
  );
}

function refuseDayFirst(parts: readonly DateParts[], fail: (row: number, expectation: string) => never): void {
  const dayFirst = parts.findIndex(([, month]) => Number(month) > 12);
  if (dayFirst >= 0) fail(dayFirst, 'expected month/day/year, not day/month/year; write the dates as YYYY-MM-DD');
  const unclear = parts.findIndex(([, month, day]) => Number(month) !== Number(day));
  if (unclear >= 0 && parts.every(([, , day]) => Number(day) <= 12)) {
    fail(unclear, 'could be month/day or day/month, in every row; write the dates as YYYY-MM-DD');
  }
}

function read(pattern: RegExp, cell: Cell, pick: (match: RegExpExecArray) => DateParts): DateParts | undefined {
  if (cell === null || cell instanceof Date) return undefined;
  const match = pattern.exec(String(cell));
  return match === null ? undefined : pick(match);
}

function readTyped(cell: Cell): DateParts | undefined {
  if (!(cell instanceof Date) || Number.isNaN(cell.getTime())) return undefined;
  return [String(cell.getUTCFullYear()), String(cell.getUTCMonth() + 1), String(cell.getUTCDate())];
}

/** ISO date, or undefined when the calendar has no such day. */
function calendarDate([year, month, day]: DateParts): string | undefined {
  const iso = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(iso) ? iso : undefined;
}
