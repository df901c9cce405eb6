import { InputError } from '../support/input-error.ts';
import type { Bars } from './bars.ts';
import { CLOSE_NAMES, DATE_NAMES, findColumn, requireColumn } from './find-column.ts';
import { parseDates } from './parse-dates.ts';
import { parseNumber } from './parse-number.ts';
import { sortByDate } from './sort-by-date.ts';
import type { Table } from './table.ts';

/** Bars, and what a reader must know of how they were read. */
export interface ReadBars {
  readonly bars: Bars;
  readonly notices: readonly string[];
}

export interface ReadBarsOptions {
  /** Added to every price as it is read, for futures that settled below 0: what has to be above 0 is the sum; 0 by default. */
  readonly priceShift?: number;
  /** For messages: how a shift above so much is asked for. */
  readonly shiftRemedy?: (above: number) => string;
}

/** An open or close further outside its day's range than this share of the price is more than rounding. */
const ROUNDING = 1e-6;

/** Names under which each price is known. */
const PRICE_NAMES = {
  open: ['open', 'openprice'],
  high: ['high', 'highprice'],
  low: ['low', 'lowprice'],
  close: CLOSE_NAMES,
} as const;

type PriceField = keyof typeof PRICE_NAMES;

/**
 * Checks the rows of a table and makes bars of them, oldest first. Columns are found by name without regard to case,
 * spaces and underscores; the volume may be missing, others are read over. See `readBars` for what is refused.
 */
export function barsFromTable(table: Table, { priceShift = 0, shiftRemedy }: ReadBarsOptions = {}): ReadBars {
  const dateColumn = requireColumn(table, DATE_NAMES);
  const columns: Record<PriceField, number> = {
    open: requireColumn(table, PRICE_NAMES.open),
    high: requireColumn(table, PRICE_NAMES.high),
    low: requireColumn(table, PRICE_NAMES.low),
    close: requireColumn(table, PRICE_NAMES.close),
  };
  const volumeColumn = findColumn(table, ['volume']);
  const fileDates = parseDates(table, dateColumn);
  const { rows, notice } = sortByDate(table, fileDates, dateColumn);
  const notices = notice === undefined ? [] : [notice];

  const price = (field: PriceField) =>
    Float64Array.from(rows, (row) => readPrice(table, row, columns[field], priceShift, shiftRemedy));
  const bars: Bars = {
    dates: rows.map((row) => fileDates[row]),
    open: price('open'),
    high: price('high'),
    low: price('low'),
    close: price('close'),
    volume: Float64Array.from(rows, (row) => (volumeColumn < 0 ? Number.NaN : readVolume(table, row, volumeColumn))),
  };
  refuseHighBelowLow(table, rows, bars, columns.high);
  const widened = widenRanges(bars);
  if (widened > 0) {
    notices.push(
      `${table.file}: open or close lay outside the day's low and high on ${widened} ${widened === 1 ? 'day' : 'days'}; the ranges were widened to include them`,
    );
  }
  const missing = bars.volume.reduce((count, volume) => count + (Number.isNaN(volume) ? 1 : 0), 0);
  if (volumeColumn >= 0 && missing > 0) {
    notices.push(`${table.file}: the volume is missing on ${missing} of ${rows.length} days`);
  }
  return { bars, notices };
}

function readPrice(
  table: Table,
  row: number,
  column: number,
  priceShift: number,
  shiftRemedy = defaultShiftRemedy,
): number {
  const value = parseNumber(table.rows[row][column]);
  if (typeof value === 'number' && value + priceShift > 0) return value + priceShift;
  if (value === 'missing') return fail(table, row, column, 'expected a price; complete or remove the line');
  if (value === undefined) return fail(table, row, column, 'expected a number such as 1234.56, without other marks');
  const above =
    priceShift === 0 ? 'a price above 0' : `a price above ${-priceShift}, the priceShift being ${priceShift}`;
  return fail(table, row, column, `expected ${above}; for futures that settled below 0 ${shiftRemedy(-value)}`);
}

const defaultShiftRemedy = (above: number) => `give a priceShift above ${above}`;

function readVolume(table: Table, row: number, column: number): number {
  const value = parseNumber(table.rows[row][column]);
  if (value === 'missing') return Number.NaN;
  if (value !== undefined && value >= 0) return value;
  return fail(table, row, column, 'expected a volume of 0 or more as a plain number; mend it or remove the column');
}

function refuseHighBelowLow(table: Table, rows: readonly number[], { high, low }: Bars, column: number): void {
  for (let t = 0; t < rows.length; t++) {
    if (high[t] >= low[t]) continue;
    fail(table, rows[t], column, `expected a high of at least the low, ${low[t]}; correct or remove the line`);
  }
}

/** Widens ranges to hold their open and close, in place; returns on how many days by more than rounding. */
function widenRanges({ open, high, low, close }: Bars): number {
  let days = 0;
  for (let t = 0; t < close.length; t++) {
    const top = Math.max(high[t], open[t], close[t]);
    const bottom = Math.min(low[t], open[t], close[t]);
    if (top > high[t] * (1 + ROUNDING) || bottom < low[t] * (1 - ROUNDING)) days++;
    high[t] = top;
    low[t] = bottom;
  }
  return days;
}

function fail(table: Table, row: number, column: number, expectation: string): never {
  const name = table.header[column];
  const cell = table.rows[row][column];
  const value = cell === null || cell === '' ? 'the value is missing' : `'${String(cell)}'`;
  throw new InputError(`${value}: ${expectation}`, { file: table.file, line: table.lineOf(row), column: name });
}
