import type { Bars } from '../market/bars.ts';

/** The same bars with their columns in memory that all threads share, so that jobs are sent no copies. */
export function sharedBars({ dates, open, high, low, close, volume, columns }: Bars): Bars {
  return {
    dates,
    open: shared(open),
    high: shared(high),
    low: shared(low),
    close: shared(close),
    volume: shared(volume),
    ...(columns !== undefined && { columns: mapValues(columns, shared) }),
  };
}

/** The first rows of a history, as views on its columns. */
export function firstBars({ dates, open, high, low, close, volume, columns }: Bars, rows: number): Bars {
  const first = (column: Float64Array) => column.subarray(0, rows);
  return {
    dates: dates.slice(0, rows),
    open: first(open),
    high: first(high),
    low: first(low),
    close: first(close),
    volume: first(volume),
    ...(columns !== undefined && { columns: mapValues(columns, first) }),
  };
}

function shared(column: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(column.byteLength));
  copy.set(column);
  return copy;
}

function mapValues(
  columns: Readonly<Record<string, Float64Array>>,
  change: (column: Float64Array) => Float64Array,
): Record<string, Float64Array> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, change(column)]));
}
