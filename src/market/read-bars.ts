import { fileURLToPath } from 'node:url';
import { barsFromTable, type ReadBars, type ReadBarsOptions } from './bars-from-table.ts';
import { readTable } from './read-table.ts';

export type { ReadBarsOptions } from './bars-from-table.ts';

/**
 * Reads daily bars from a CSV, TSV or Parquet file with a header.
 *
 * Columns are found by name, without regard to case, spaces and underscores: date (or time, timestamp), open, high, low,
 * close, and volume, which may be missing. Others are read over: an adjusted close is never taken for the close. Dates
 * are ISO or US (month/day/year). Files that are not oldest first are sorted; days whose open or close lies outside
 * their range have the range widened; both are told in `notices`.
 *
 * Throws an InputError naming file, line, column, value and what to do on: a file that is missing, empty or unreadable;
 * a missing column; an unreadable or ambiguous date; a date that stands twice; a price that is missing, not a number or
 * not above 0; a high below its low.
 *
 * @example
 * const { bars, notices } = await readBars('prices.csv');
 */
export async function readBars(path: string, options: ReadBarsOptions = {}): Promise<ReadBars> {
  return barsFromTable(await readTable(path), options);
}

/** Path of the bundled S&P 500 bars, 2000-01-03 to 2020-04-17 (data/README.md). */
export function bundledBarsPath(): string {
  // Both src/market and dist/market lie two levels below the package root.
  return fileURLToPath(new URL('../../data/sp500.csv', import.meta.url));
}
