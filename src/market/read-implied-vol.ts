import { InputError, type InputLocation } from '../support/input-error.ts';
import { CLOSE_NAMES, DATE_NAMES, findColumn, plainName, requireColumn, requireNamedColumn } from './find-column.ts';
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
  /** Name of the values' column, where a file holds several; found by the rules of `readImpliedVol` where left out. */
  readonly column?: string | undefined;
  /** For messages: what to do where the file looks like the other units; by default, to set the units of the main job. */
  readonly unitsRemedy?: string;
}

const VOLATILITY_NAME = /vix|implied|volatility|^vol(?!ume)|^iv|iv$/;
/** Medians no market has: below this in percent the file holds decimals, above this in decimals it holds percent. */
const LEAST_PERCENT_MEDIAN = 1.5;
const MOST_DECIMAL_MEDIAN = 2;
/** In percent: a whole series below the first, or a value above the second, is rarely one of a year's volatility. */
const LOW_PERCENT = 3;
const HIGH_PERCENT = 300;

/**
 * Reads a dated series of implied volatility, such as the CBOE's VIX history (DATE,OPEN,HIGH,LOW,CLOSE in percent).
 * The values are those of the column that is named; else of the column `close`; else of one whose name speaks of volatility (vix, iv, vol, implied …);
 * else of the only column beside the date. Days without a value are left out. Throws an InputError on the faults that
 * `readBars` refuses, on a value that is not above 0, and when the median says that the units are not those declared.
 *
 * @example
 * const vix = await readImpliedVol('VIX_History.csv', { units: 'percent' });
 */
export async function readImpliedVol(
  path: string,
  { units, column: name, unitsRemedy }: ImpliedVolOptions,
): Promise<ImpliedVolSeries> {
  const table = await readTable(path);
  const dateColumn = requireColumn(table, DATE_NAMES);
  const column = name === undefined ? valueColumn(table, dateColumn) : requireNamedColumn(table, name, dateColumn);
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
  checkUnits({ file: path, column: table.header[column] }, values, units, unitsRemedy);
  const scale = units === 'percent' ? 100 : 1;
  const notices = [...(notice ? [notice] : []), ...strangeValues(path, values, units)];
  return { dates, values: Float64Array.from(values, (value) => value / scale), notices };
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

function checkUnits(
  place: InputLocation,
  values: readonly number[],
  units: 'percent' | 'decimal',
  remedy = `give --set data.impliedVol.units=${units === 'percent' ? 'decimal' : 'percent'}`,
): void {
  const median = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const fault = (looks: string, declared: string) =>
    new InputError(
      `the median implied volatility is ${median}, which looks like ${looks} where ${declared} declared: check the file, or ${remedy}`,
      place,
    );
  if (units === 'decimal' && median > MOST_DECIMAL_MEDIAN) throw fault('percent', 'decimals were');
  if (units === 'percent' && median < LEAST_PERCENT_MEDIAN) throw fault('decimals', 'percent was');
}

/** What was read, where it may be meant and rarely is. */
function strangeValues(file: string, values: readonly number[], units: 'percent' | 'decimal'): string[] {
  const least = values.reduce((low, value) => Math.min(low, value));
  const most = values.reduce((high, value) => Math.max(high, value));
  const percent = units === 'percent' ? 1 : 100;
  if (most * percent >= LOW_PERCENT && most * percent <= HIGH_PERCENT) return [];
  const read = units === 'percent' ? 'percent a year' : 'decimals a year (0.2 is 20 %)';
  return [`${file}: implied volatilities are read as ${read}, from ${least} to ${most}: check the units of the file`];
}
