import { joinPublished } from './join-published.ts';
import { readColumn } from './read-column.ts';

/** A dated series of figures, such as half-spreads, oldest first. */
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
 * Reads a dated series of figures >= 0 from a CSV, TSV or Parquet file. Days without a value are left out.
 *
 * @param column name of the values' column; where left out, the only one beside the date
 * @throws InputError on the faults that `readColumn` refuses, and on a value below 0
 */
export function readSeries(path: string, column?: string, { columnKey }: ReadSeriesOptions = {}): Promise<Series> {
  return readColumn(path, { column, columnKey, range: 'nonNegative' });
}

/** Joins a series to dates: each takes the last value dated on or before it, never a later one; NaN before the first. */
export function joinSeries(dates: readonly string[], series: Series): Float64Array {
  return joinPublished(dates, series, { lagDays: 0 });
}
