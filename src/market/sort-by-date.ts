import { InputError } from '../support/input-error.ts';
import type { Table } from './table.ts';

/** Row numbers of a table, oldest date first. */
export interface DateOrder {
  readonly rows: readonly number[];
  /** What was done, when the file was not in order. */
  readonly notice?: string;
}

/**
 * Orders the rows of a table by date. Throws an InputError when two rows have the same date.
 *
 * @param dates ISO dates of the rows, in the order of the file
 * @param column index of the date column, for the message
 */
export function sortByDate(table: Table, dates: readonly string[], column: number): DateOrder {
  const rows = dates.map((_, row) => row);
  let rises = 0;
  let falls = 0;
  for (let row = 1; row < dates.length; row++) {
    if (dates[row] > dates[row - 1]) rises++;
    else if (dates[row] < dates[row - 1]) falls++;
  }
  if (falls > 0) rows.sort((a, b) => (dates[a] < dates[b] ? -1 : dates[a] > dates[b] ? 1 : a - b));
  for (let i = 1; i < rows.length; i++) {
    if (dates[rows[i]] !== dates[rows[i - 1]]) continue;
    throw new InputError(
      `date '${dates[rows[i]]}' stands on line ${table.lineOf(rows[i - 1])} already: expected one row a date; remove one of the two`,
      { file: table.file, line: table.lineOf(rows[i]), column: table.header[column] },
    );
  }
  if (falls === 0) return { rows };
  const was = rises === 0 ? 'newest first' : 'not in order of date';
  return { rows, notice: `${table.file}: rows were ${was}; they were sorted by date` };
}
