import { InputError } from '../support/input-error.ts';
import { DATE_NAMES, requireColumn, requireNamedColumn } from './find-column.ts';
import { parseDates } from './parse-dates.ts';
import { parseNumber } from './parse-number.ts';
import { readTable } from './read-table.ts';
import { sortByDate } from './sort-by-date.ts';
import type { Table } from './table.ts';

/** A dated series of figures >= 0, such as half-spreads, oldest first. */
export interface Series {
  /** ISO dates, strictly increasing. */
  readonly dates: readonly string[];
  readonly values: Float64Array;
}

export interface ReadSeriesOptions {
  /** Key of the configuration that names the column, for messages: 'data.halfSpread.column'. */
  readonly columnKey?: string;
}

/**
 * Reads a dated series from a CSV, TSV or Parquet file. Days without a value are left out.
 *
 * @param column name of the values' column; where left out, the only one beside the date
 * @throws InputError on the faults that `readBars` refuses, and on a value that is no number >= 0
 */
export async function readSeries(
  path: string,
  column?: string,
  { columnKey }: ReadSeriesOptions = {},
): Promise<Series> {
  const table = await readTable(path);
  const dateColumn = requireColumn(table, DATE_NAMES);
  const valueColumn =
    column === undefined ? onlyColumn(table, dateColumn, columnKey) : requireNamedColumn(table, column, dateColumn);
  const fileDates = parseDates(table, dateColumn);
  const dates: string[] = [];
  const values: number[] = [];
  for (const row of sortByDate(table, fileDates, dateColumn).rows) {
    const cell = table.rows[row][valueColumn];
    const value = parseNumber(cell);
    if (value === 'missing') continue;
    if (value === undefined || value < 0) {
      const place = { file: path, line: table.lineOf(row), column: table.header[valueColumn] };
      throw new InputError(`'${cell}': expected a number >= 0; correct or remove the line`, place);
    }
    dates.push(fileDates[row]);
    values.push(value);
  }
  return { dates, values: Float64Array.from(values) };
}

/** Joins a series to dates: each takes the last value dated on or before it, never a later one; NaN before the first. */
export function joinSeries(dates: readonly string[], series: Series): Float64Array {
  const joined = new Float64Array(dates.length).fill(Number.NaN);
  let next = 0;
  dates.forEach((date, t) => {
    while (next < series.dates.length && series.dates[next] <= date) next++;
    if (next > 0) joined[t] = series.values[next - 1];
  });
  return joined;
}

function onlyColumn(table: Table, dateColumn: number, columnKey: string | undefined): number {
  const others = table.header.map((_, index) => index).filter((index) => index !== dateColumn);
  if (others.length === 1) return others[0];
  throw new InputError(
    `cannot tell which of the columns ${others.map((index) => `'${table.header[index]}'`).join(', ')} holds the values: name it${columnKey === undefined ? '' : ` with ${columnKey}`}`,
    { file: table.file, line: 1 },
  );
}
