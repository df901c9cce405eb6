import { CLOSE_NAMES, DATE_NAMES, requireColumn } from './find-column.ts';
import { columnFromTable } from './read-column.ts';
import type { Series } from './read-series.ts';
import { readTable } from './read-table.ts';

/**
 * Reads the closes of several assets, a file each, for the correlations between them. A file of bars will do, and so will
 * one of dates and closes: all other columns are read over. Days without a close are left out, as days without trade.
 *
 * @throws InputError naming file, line and column, on the faults that `readColumn` refuses and on a close that is not above 0
 *
 * @example
 * const assets = await readAssetCloses(['bonds.csv', 'gold.csv']);
 * const { columns } = assembleFeatures(bars, ['correlation63'], { assets });
 */
export function readAssetCloses(paths: readonly string[]): Promise<readonly Series[]> {
  return Promise.all(paths.map(readCloses));
}

async function readCloses(path: string): Promise<Series> {
  const table = await readTable(path);
  const places = { dateColumn: requireColumn(table, DATE_NAMES), valueColumn: requireColumn(table, CLOSE_NAMES) };
  return columnFromTable(table, places, 'positive');
}
