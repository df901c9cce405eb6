import { readColumns } from '../read-columns.ts';

const numbers = (column: readonly string[]) => Float64Array.from(column, Number);
const fixture = (name: string) => readColumns(`test/regimes/fixtures/${name}.csv`);

/** US federal funds rate, quarterly, with the output gap and inflation. */
export function readFedFunds() {
  const { ogap, inf } = fixture('fedfunds-exog');
  return { rate: numbers(fixture('fedfunds').rate), ogap: numbers(ogap), inf: numbers(inf) };
}

/** Absolute weekly returns of the S&P 500. */
export function readAbsoluteReturns(): Float64Array {
  return numbers(fixture('areturns').x);
}

/** Growth of US real GNP (Hamilton 1989) and regime probabilities of three autoregressions. */
export function readGnp() {
  const columns = fixture('rgnp');
  return { growth: numbers(columns.x), column: (name: string) => numbers(columns[name]) };
}

/** The value a row before; none for the first. */
export function lagOf(values: Float64Array): Float64Array {
  const lagged = new Float64Array(values.length).fill(Number.NaN);
  lagged.set(values.subarray(0, -1), 1);
  return lagged;
}

/** A chain of two regimes from its published probabilities of moving to the first. */
export function twoRegimes(p00: number, p10: number) {
  return [
    [p00, 1 - p00],
    [p10, 1 - p10],
  ];
}

/** Largest difference of two tables, the second's regimes in the order given; relative to the second's values if asked. */
export function largestGap(
  found: readonly ArrayLike<number>[],
  expected: readonly (readonly number[])[],
  relative = false,
): number {
  let largest = 0;
  expected.forEach((row, k) => {
    row.forEach((value, j) => {
      const gap = Math.abs(found[k][j] - value) / (relative ? Math.abs(value) : 1);
      if (!(gap <= largest)) largest = gap;
    });
  });
  return largest;
}
