import { InputError } from '../support/input-error.ts';
import { nearestWord } from '../support/nearest-word.ts';
import type { Table } from './table.ts';

/** Names under which a date column is known, in the order they are looked for. */
export const DATE_NAMES = ['date', 'observationdate', 'tradedate', 'datetime', 'timestamp', 'time', 'day'];

/** Names under which a close is known: Nasdaq writes 'Close/Last'. */
export const CLOSE_NAMES = ['close', 'closelast', 'closeprice'];

/** A column name without its case, spaces, underscores and other marks: 'Adj. Close' becomes 'adjclose'. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Index of the column called by one of `names` (plain names, the first that is found wins), or −1. The whole name must
 * agree: 'adj close' is not 'close'. Throws an InputError when two columns share the name.
 */
export function findColumn(table: Table, names: readonly string[]): number {
  const header = table.header.map(plainName);
  for (const name of names) {
    const index = header.indexOf(name);
    if (index < 0) continue;
    const last = header.lastIndexOf(name);
    if (last === index) return index;
    throw new InputError(
      `columns '${table.header[index]}' and '${table.header[last]}' are both read as ${names[0]}: keep one of them`,
      { file: table.file, line: 1 },
    );
  }
  return -1;
}

/** As `findColumn`, with an InputError that lists the columns there are, and says what to do, when none is found. */
export function requireColumn(
  table: Table,
  names: readonly string[],
  remedy = `rename the column that holds it to '${names[0]}'`,
): number {
  const index = findColumn(table, names);
  if (index >= 0) return index;
  throw new InputError(
    `no column '${names[0]}' among ${table.header.map((name) => `'${name}'`).join(', ')}: ${remedy}`,
    { file: table.file, line: 1 },
  );
}

/** The column that the user calls by `name`, with an InputError that offers the nearest of those there are. */
export function requireNamedColumn(table: Table, name: string, dateColumn: number): number {
  const index = findColumn(table, [plainName(name)]);
  if (index >= 0) return index;
  const others = table.header.filter((_, column) => column !== dateColumn);
  const nearest = nearestWord(name, others);
  throw new InputError(
    `no column '${name}' among ${table.header.map((each) => `'${each}'`).join(', ')}: ${nearest === undefined ? `expected one of ${others.map((each) => `'${each}'`).join(', ')}` : `did you mean '${nearest}'?`}`,
    { file: table.file, line: 1 },
  );
}
