import { InputError } from '../support/input-error.ts';
import type { Bars } from './bars.ts';
import { barsFromTable, type ReadBars } from './bars-from-table.ts';
import type { Cell } from './table.ts';

/** What is read of a danfojs DataFrame. */
export interface DanfoFrame {
  readonly columns: string[];
  /** The rows, each with one value per column. */
  readonly values: unknown;
}

/** What is used of danfojs or danfojs-node: the module itself fits. Neither is a dependency of this package. */
export interface DanfoLibrary<Frame extends DanfoFrame = DanfoFrame> {
  readonly DataFrame: new (data: Record<string, unknown[]>) => Frame;
}

/** Named columns of equal length: numbers (NaN where missing) or text. */
export type NamedColumns = Readonly<Record<string, Float64Array | readonly number[] | readonly string[]>>;

/**
 * Bars as a DataFrame with the columns date, open, high, low, close and, where there is any, volume.
 *
 * @example
 * import * as danfo from 'danfojs';
 * barsToDataFrame(danfo, bars).describe().print();
 */
export function barsToDataFrame<Frame extends DanfoFrame>(danfo: DanfoLibrary<Frame>, bars: Bars): Frame {
  const { dates, open, high, low, close, volume } = bars;
  const hasVolume = volume.some((value) => !Number.isNaN(value));
  return columnsToDataFrame(danfo, { date: dates, open, high, low, close, ...(hasVolume ? { volume } : {}) });
}

/** Bars from a DataFrame of dated OHLCV, found, checked and sorted by the rules of `readBars`. */
export function barsFromDataFrame(frame: DanfoFrame): ReadBars {
  const rows = frameRows(frame).map((row) => row.map(toCell));
  if (rows.length === 0) throw new InputError('the DataFrame has no rows: expected one row a date');
  return barsFromTable({ file: 'DataFrame', header: frame.columns, rows, lineOf: (row) => row + 1 });
}

/**
 * Named columns as a DataFrame: features, signals, results. Throws a RangeError when their lengths differ.
 *
 * @example
 * columnsToDataFrame(danfo, { date: bars.dates, logVol21: features.columns[0] });
 */
export function columnsToDataFrame<Frame extends DanfoFrame>(danfo: DanfoLibrary<Frame>, columns: NamedColumns): Frame {
  const entries = Object.entries(columns);
  for (const [name, column] of entries) {
    if (column.length === entries[0][1].length) continue;
    throw new RangeError(
      `column '${name}' has ${column.length} values: expected ${entries[0][1].length}, as '${entries[0][0]}' has`,
    );
  }
  return new danfo.DataFrame(Object.fromEntries(entries.map(([name, column]) => [name, Array.from<unknown>(column)])));
}

/**
 * The columns of a DataFrame: a Float64Array where every value is a number or missing (NaN), text otherwise. Throws an
 * InputError on a column that mixes the two or holds anything else.
 */
export function columnsFromDataFrame(frame: DanfoFrame): Record<string, Float64Array | readonly string[]> {
  const rows = frameRows(frame);
  return Object.fromEntries(
    frame.columns.map((name, index) => [
      name,
      columnOf(
        name,
        rows.map((row) => row[index]),
      ),
    ]),
  );
}

function columnOf(name: string, values: readonly unknown[]): Float64Array | readonly string[] {
  if (values.length > 0 && values.every((value) => typeof value === 'string')) return values as readonly string[];
  return Float64Array.from(values, (value, row) => {
    if (value === null || value === undefined) return Number.NaN;
    if (typeof value === 'number') return value;
    throw new InputError(`'${String(value)}': expected numbers only or text only in a column`, {
      file: 'DataFrame',
      line: row + 1,
      column: name,
    });
  });
}

function frameRows(frame: DanfoFrame): readonly (readonly unknown[])[] {
  const { values } = frame;
  if (!Array.isArray(values)) throw new InputError('the DataFrame has no rows of values');
  // A frame of a single column may hold its values bare.
  return values.map((row: unknown) => (Array.isArray(row) ? row : [row]));
}

function toCell(value: unknown): Cell {
  if (typeof value === 'number' || typeof value === 'string' || value instanceof Date) return value;
  return value === null || value === undefined ? null : String(value);
}
