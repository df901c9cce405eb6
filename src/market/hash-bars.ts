import { createHash, type Hash } from 'node:crypto';
import type { Bars } from './bars.ts';

/** SHA-256 of the first `rows` rows of a history: equal for histories of equal dates, figures and further columns. */
export function hashBars({ dates, open, high, low, close, volume, columns = {} }: Bars, rows: number): string {
  const hash = createHash('sha256').update(dates.slice(0, rows).join());
  for (const column of [open, high, low, close, volume]) addColumn(hash, column.subarray(0, rows));
  for (const name of Object.keys(columns).sort()) {
    addColumn(hash.update(`\n${JSON.stringify(name)}\n`), columns[name].subarray(0, rows));
  }
  return hash.digest('hex');
}

/** Adds the figures of a column to a hash. */
export function addColumn(hash: Hash, column: Float64Array): void {
  // A NaN has many bit patterns; all of them mean the same here.
  hash.update(new Uint8Array(column.map((value) => (Number.isNaN(value) ? -Number.MAX_VALUE : value)).buffer));
}
