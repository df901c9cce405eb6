import { checkTransition } from './check-transition.ts';
import type { RegimeProbabilities } from './detector.ts';

/**
 * Probabilities of the regimes some rows ahead: p Pᵏ for every row p of filtered probabilities (Hamilton 1994, section 22.4).
 * Row t of the result is P(regime at row t + steps | rows 0..t).
 *
 * @param transition `[i][j]` is P(next j | now i), as `RegimeModel.transition`
 * @param steps rows ahead, a whole number >= 0
 * @throws RangeError on other steps, on a transition whose rows are no distributions and on another number of regimes
 * @example
 * predictRegimes(model.filter(features), model.transition, 21).columns[1]; // stormy in a month's time
 */
export function predictRegimes(
  { rows, columns }: RegimeProbabilities,
  transition: readonly Float64Array[],
  steps: number,
): RegimeProbabilities {
  checkTransition(transition);
  if (!Number.isInteger(steps) || steps < 0) throw new RangeError(`steps is ${steps}: expected a whole number >= 0`);
  checkRegimes(columns.length, transition.length);
  const power = powerOf(transition, steps);
  const predicted = columns.map((_, j) => {
    const column = new Float64Array(rows);
    columns.forEach((from, i) => {
      for (let t = 0; t < rows; t++) column[t] += from[t] * power[i][j];
    });
    return column;
  });
  return { rows, columns: predicted };
}

/** Throws a RangeError unless probabilities and transition are of equally many regimes. */
export function checkRegimes(columns: number, states: number): void {
  if (columns !== states) {
    throw new RangeError(`probabilities have ${columns} columns: expected ${states}, as transition has regimes`);
  }
}

/** Pᵏ by repeated squaring: its error grows with the logarithm of k. */
function powerOf(transition: readonly Float64Array[], steps: number): readonly Float64Array[] {
  let power: readonly Float64Array[] = transition.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  let square = transition;
  for (let left = steps; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power = multiply(power, square);
    if (left > 1) square = multiply(square, square);
  }
  return power;
}

/** The product of two transitions. Its rows are made to sum to 1, so that no rounding is squared up. */
function multiply(a: readonly Float64Array[], b: readonly Float64Array[]): readonly Float64Array[] {
  return a.map((row) => {
    const product = row.map((_, j) => row.reduce((sum, p, k) => sum + p * b[k][j], 0));
    const total = product.reduce((sum, p) => sum + p, 0);
    return product.map((p) => p / total);
  });
}
