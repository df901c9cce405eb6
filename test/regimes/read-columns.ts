import { readFileSync } from 'node:fs';

/** Columns of a CSV file by name; lines that start with # are skipped. Path relative to the repository's root. */
export function readColumns(path: string): Record<string, readonly string[]> {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const [header, ...lines] = text
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.split(','));
  return Object.fromEntries(header.map((name, c) => [name, lines.map((cells) => cells[c])]));
}

/** One numeric column as the sole feature 'x'. */
export function featureOf(values: ArrayLike<number>) {
  return { names: ['x'], rows: values.length, columns: [Float64Array.from(values)] };
}

/** 100 × log returns of the bundled S&P 500 closes (5104 days) and the day of each. */
export function readSp500Returns() {
  const { date, close } = readColumns('data/sp500.csv');
  const returns = Float64Array.from(close.slice(1), (price, t) => 100 * Math.log(Number(price) / Number(close[t])));
  return { dates: date.slice(1), returns };
}
