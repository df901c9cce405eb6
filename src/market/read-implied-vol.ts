import { InputError } from '../support/input-error.ts';
import { DATE_NAMES, findColumn, plainName, requireColumn } from './find-column.ts';
import type { ImpliedVolSeries } from './join-implied-vol.ts';
import { parseDates } from './parse-dates.ts';
import { parseNumber } from './parse-number.ts';
import { readTable } from './read-table.ts';
import { sortByDate } from './sort-by-date.ts';
import type { Table } from './table.ts';

export { type ImpliedVolSeries, type JoinedImpliedVol, joinImpliedVol } from './join-implied-vol.ts';

export interface ImpliedVolOptions {
  /** What the file holds: 20 (percent) or 0.20 (decimal). */
  readonly units: 'percent' | 'decimal';
}

const CLOSE_NAMES = ['close', 'closelast', 'closeprice'];
const VOLATILITY_NAME = /vix|implied|volatility|^vol(?!ume)|^iv|iv$/;
/** Medians no market has: below this in percent the file holds decimals, above this in decimals it holds percent. */
const LEAST_PERCENT_MEDIAN = 1.5;
const MOST_DECIMAL_MEDIAN = 2;

/**
 * Reads a dated series of implied volatility, such as the CBOE's VIX history (DATE,OPEN,HIGH,LOW,CLOSE in percent).
 * The values are those of the column `close`; else of one whose name speaks of volatility (vix, iv, vol, implied …);
 * else of the only column beside the date. Days without a value are left out. Throws an InputError on the faults that
 * `readBars` refuses, on a value that is not above 0, and when the median says that the units are not those declared.
 *
 * @example
 * const vix = await readImpliedVol('VIX_History.csv', { units: 'percent' });
 */
export async function readImpliedVol(path: string, { units }: ImpliedVolOptions): Promise<ImpliedVolSeries> {
  const table = await readTable(path);
  const dateColumn = requireColumn(table, DATE_NAMES);
  const column = valueColumn(table, dateColumn);
  const fileDates = parseDates(table, dateColumn);
  const { rows, notice } = sortByDate(table, fileDates, dateColumn);
  const dates: string[] = [];
  const values: number[] = [];
  for (const row of rows) {
    const value = readValue(table, row, column);
    if (value === 'missing') continue;
    dates.push(fileDates[row]);
    values.push(value);
  }
  if (values.length === 0) {
    const place = { file: path, column: table.header[column] };
    throw new InputError('no value on any date: expected implied volatility', place);
  }
  checkUnits(path, table.header[column], values, units);
  const scale = units === 'percent' ? 100 : 1;
  return { dates, values: Float64Array.from(values, (value) => value / scale), notices: notice ? [notice] : [] };
}

function valueColumn(table: Table, dateColumn: number): number {
  const close = findColumn(table, CLOSE_NAMES);
  if (close >= 0) return close;
  const others = table.header.map((_, index) => index).filter((index) => index !== dateColumn);
  const named = others.filter((index) => VOLATILITY_NAME.test(plainName(table.header[index])));
  if (named.length === 1) return named[0];
  if (others.length === 1) return others[0];
  throw new InputError(
    `cannot tell which of the columns ${others.map((index) => `'${table.header[index]}'`).join(', ')} is the implied volatility: name it 'close'`,
    { file: table.file, line: 1 },
  );
}

function readValue(table: Table, row: number, column: number): number | 'missing' {
  const cell = table.rows[row][column];
  const value = parseNumber(cell);
  if (value === 'missing' || (value !== undefined && value > 0)) return value;
  throw new InputError(`implied volatility '${cell}': expected a number above 0; correct or remove the line`, {
    file: table.file,
    line: table.lineOf(row),
    column: table.header[column],
  });
}

function checkUnits(file: string, column: string, values: readonly number[], units: 'percent' | 'decimal'): void {
  const median = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const fault = (looks: string, declared: string, setting: string) =>
    new InputError(
      `the median implied volatility is ${median}, which looks like ${looks} where ${declared} declared: check the file, or give --set data.impliedVol.units=${setting}`,
      { file, column },
    );
  if (units === 'decimal' && median > MOST_DECIMAL_MEDIAN) throw fault('percent', 'decimals were', 'percent');
  if (units === 'percent' && median < LEAST_PERCENT_MEDIAN) throw fault('decimals', 'percent was', 'decimal');
}
