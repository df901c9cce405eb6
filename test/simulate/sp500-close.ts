import { readFileSync } from 'node:fs';

/** The closes of data/sp500.csv, 2000-01-03 to 2020-04-17, and their log returns. */
export function sp500Close(): Float64Array {
  const lines = readFileSync(new URL('../../data/sp500.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return Float64Array.from(lines.slice(1), (line) => Number(line.split(',')[4]));
}

export function logReturnsOf(close: Float64Array): Float64Array {
  return close.slice(1).map((value, t) => Math.log(value / close[t]));
}
