import { parseNumber } from '../market/parse-number.ts';
import { readTable } from '../market/read-table.ts';
import { findQuoteProblem, type ImpliedVolQuote } from '../simulate/implied-vol-quote.ts';
import { InputError } from '../support/input-error.ts';

const names = ['years', 'moneyness', 'impliedVol'] as const;

/**
 * Reads quotes of implied volatility: columns `years`, `moneyness` (strike over forward), `impliedVol` (a decimal) and, if it
 * is there, `weight`.
 *
 * @throws InputError naming file, line and column of what is missing, no number or makes no sense in a quote
 */
export async function readQuotes(path: string): Promise<readonly ImpliedVolQuote[]> {
  const table = await readTable(path, { rowsAre: 'quote' });
  const find = (name: string) => table.header.findIndex((header) => header.toLowerCase() === name.toLowerCase());
  for (const name of names) {
    if (find(name) >= 0) continue;
    throw new InputError(
      `no column '${name}' among ${table.header.join(', ')}: quotes have ${names.join(', ')}, weight`,
      {
        file: path,
        line: 1,
      },
    );
  }
  const weight = find('weight');
  const place = (row: number, column: number) => ({
    file: path,
    line: table.lineOf(row),
    column: table.header[column],
  });
  const read = (row: number, column: number): number => {
    const value = parseNumber(table.rows[row][column]);
    if (typeof value === 'number') return value;
    throw new InputError(
      `'${table.rows[row][column] ?? ''}': expected a number; complete or remove the line`,
      place(row, column),
    );
  };
  return table.rows.map((_, row) => {
    const quote: ImpliedVolQuote = {
      years: read(row, find('years')),
      moneyness: read(row, find('moneyness')),
      impliedVol: read(row, find('impliedVol')),
      ...(weight >= 0 && { weight: read(row, weight) }),
    };
    const problem = findQuoteProblem(quote);
    if (problem === undefined) return quote;
    const { field, message } = problem;
    throw new InputError(
      `${field} is ${quote[field]}: ${message}; correct or remove the line`,
      place(row, find(field)),
    );
  });
}
