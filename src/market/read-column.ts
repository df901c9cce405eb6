import { InputError } from '../support/input-error.ts';
import { DATE_NAMES, requireColumn, requireNamedColumn } from './find-column.ts';
import type { PublishedSeries } from './join-published.ts';
import { parseDates } from './parse-dates.ts';
import { parseNumber } from './parse-number.ts';
import { readTable } from './read-table.ts';
import { sortByDate } from './sort-by-date.ts';
import type { Table } from './table.ts';

/** Which numbers a column may hold. */
export type ColumnRange = 'any' | 'nonNegative' | 'positive';

export interface ReadColumnOptions {
  /** Name of the values' column; where left out, the only one beside the dates. */
  readonly column?: string | undefined;
  /** Name of the column of dates; where left out, date, observation_date, time or the like. */
  readonly dateColumn?: string | undefined;
  /** Name of the column of publication dates, where the file has one. */
  readonly publishedOn?: string | undefined;
  /** Which numbers are accepted: any by default. */
  readonly range?: ColumnRange | undefined;
  /** Keys of the configuration that name the two columns, for messages: 'data.halfSpread.column'. */
  readonly columnKey?: string | undefined;
  readonly dateColumnKey?: string | undefined;
}

const expectations: Readonly<Record<ColumnRange, string>> = {
  any: 'a number',
  nonNegative: 'a number >= 0',
  positive: 'a number above 0',
};

/**
 * Reads a dated column of the user's (a sentiment index, on-chain activity, a macroeconomic figure) from a CSV, TSV or
 * Parquet file, oldest first. Rows without a value are left out, their dates unread. With `publishedOn` a date may stand
 * several times, once for each publication.
 *
 * @throws InputError naming file, line and column: on the faults of files and dates that `readBars` refuses, a date (or a
 * date and its publication) that stands twice, a figure published before its date, a value that is no number or out of
 * `range`, a file without any value, and a column that cannot be told
 *
 * @example
 * const cpi = await readColumn('cpi.csv', { column: 'cpiYoY', publishedOn: 'released' });
 * const known = joinPublished(bars.dates, cpi);
 */
export async function readColumn(path: string, options: ReadColumnOptions = {}): Promise<PublishedSeries> {
  const table = await readTable(path);
  const dateColumn = dateColumnOf(table, options);
  const publishedColumn =
    options.publishedOn === undefined ? undefined : requireNamedColumn(table, options.publishedOn, dateColumn);
  const valueColumn =
    options.column === undefined
      ? onlyOther(table, [dateColumn, publishedColumn], options.columnKey)
      : requireNamedColumn(table, options.column, dateColumn);
  return columnFromTable(table, { dateColumn, publishedColumn, valueColumn }, options.range);
}

/** Where a table holds a dated column, by index. */
export interface ColumnPlaces {
  readonly dateColumn: number;
  readonly publishedColumn?: number | undefined;
  readonly valueColumn: number;
}

/** The dated column of a table at given places, checked as `readColumn` says. */
export function columnFromTable(whole: Table, places: ColumnPlaces, range: ColumnRange = 'any'): PublishedSeries {
  const { dateColumn, publishedColumn, valueColumn } = places;
  const table = rowsWithValue(whole, valueColumn);
  const dates = parseDates(table, dateColumn);
  const publishedOn = publishedColumn === undefined ? undefined : parseDates(table, publishedColumn);
  publishedOn?.forEach((published, row) => {
    if (published >= dates[row]) return;
    const place = { file: table.file, line: table.lineOf(row), column: table.header[publishedColumn!] };
    throw new InputError(
      `published on ${published}, before ${dates[row]}, the date of the figure: expected that day or a later one; check which column is which, or date figures by the start of their period`,
      place,
    );
  });
  const keys = publishedOn === undefined ? dates : dates.map((date, row) => `${date}, published ${publishedOn[row]}`);
  const { rows } = sortByDate(table, keys, dateColumn);
  return {
    dates: rows.map((row) => dates[row]),
    values: Float64Array.from(rows, (row) => readValue(table, row, valueColumn, range)),
    ...(publishedOn === undefined ? {} : { publishedOn: rows.map((row) => publishedOn[row]) }),
  };
}

function rowsWithValue(table: Table, column: number): Table {
  const kept = table.rows.map((_, row) => row).filter((row) => parseNumber(table.rows[row][column]) !== 'missing');
  if (kept.length === 0) {
    throw new InputError('no value on any date: expected numbers', { file: table.file, column: table.header[column] });
  }
  return { ...table, rows: kept.map((row) => table.rows[row]), lineOf: (row) => table.lineOf(kept[row]) };
}

function readValue(table: Table, row: number, column: number, range: ColumnRange): number {
  const cell = table.rows[row][column];
  const value = parseNumber(cell);
  const least = range === 'any' ? Number.NEGATIVE_INFINITY : 0;
  if (typeof value === 'number' && (range === 'positive' ? value > least : value >= least)) return value;
  const place = { file: table.file, line: table.lineOf(row), column: table.header[column] };
  throw new InputError(`'${cell}': expected ${expectations[range]}; correct or remove the line`, place);
}

function dateColumnOf(table: Table, { dateColumn, dateColumnKey }: ReadColumnOptions): number {
  if (dateColumn !== undefined) return requireNamedColumn(table, dateColumn, -1);
  const remedy = dateColumnKey === undefined ? undefined : `name the column that holds it with ${dateColumnKey}`;
  return requireColumn(table, DATE_NAMES, remedy);
}

function onlyOther(table: Table, taken: readonly (number | undefined)[], columnKey: string | undefined): number {
  const others = table.header.map((_, index) => index).filter((index) => !taken.includes(index));
  if (others.length === 1) return others[0];
  throw new InputError(
    `cannot tell which of the columns ${others.map((index) => `'${table.header[index]}'`).join(', ')} holds the values: name it${columnKey === undefined ? '' : ` with ${columnKey}`}`,
    { file: table.file, line: 1 },
  );
}
