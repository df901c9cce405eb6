import { leastSquares } from '../../math/least-squares.ts';
import { InputError } from '../../support/input-error.ts';
import type { SwitchingRows } from './switching-rows.ts';

/** One regression for all rows: where every fit of several begins. */
export interface SingleRegression {
  readonly coefficients: Float64Array;
  /** Dependent less the regression in every usable row, else 0. */
  readonly residuals: Float64Array;
  /** Mean square of the residuals. */
  readonly variance: number;
  /** Mean square of what lags of the dependent leave of them. */
  readonly innovationVariance: number;
}

/** A regression that explains all but this share of the variance leaves nothing but rounding. */
const smallestShare = 1e-14;

/**
 * Least squares over the usable rows, without and with lags of the dependent.
 *
 * @throws InputError when regressors are multiples of each other or explain the dependent without error
 */
export function fitSingleRegression(data: SwitchingRows, names: readonly string[]): SingleRegression {
  const { rows, terms, lags, dependent, regressors, usable } = data;
  const used = Array.from({ length: rows }, (_, t) => t).filter((t) => usable[t] === 1);
  const target = Float64Array.from(used, (t) => dependent[t]);
  const columns = Array.from({ length: terms }, (_, j) => Float64Array.from(used, (t) => regressors[t * terms + j]));
  const coefficients = leastSquares(columns, target);
  checkIndependent(columns, names);
  const residuals = new Float64Array(rows);
  const left = residualsOf(columns, coefficients, target);
  used.forEach((t, n) => {
    residuals[t] = left[n];
  });
  for (let m = 1; m <= lags; m++) columns.push(Float64Array.from(used, (t) => dependent[t - m]));
  const variance = meanSquare(left);
  const innovationVariance = meanSquare(residualsOf(columns, leastSquares(columns, target), target));
  if (!(innovationVariance > smallestShare)) {
    throw new InputError(
      `'${names[0]}' is explained without error by ${[...names.slice(1), 'its lags'].join(', ')}: expected some noise; take fewer regressors or lags, or more rows`,
    );
  }
  return { coefficients, residuals, variance, innovationVariance };
}

/** No regressor may be a combination of the intercept and those before it. */
function checkIndependent(columns: readonly Float64Array[], names: readonly string[]): void {
  for (let j = 1; j < columns.length; j++) {
    const others = columns.slice(0, j);
    const left = meanSquare(residualsOf(others, leastSquares(others, columns[j]), columns[j]));
    if (left > smallestShare * meanSquare(columns[j])) continue;
    throw new InputError(
      `regressor '${names[j]}' is a combination of the intercept and ${names.slice(1, j).join(', ') || 'nothing else'}: expected one that adds something; leave it out`,
    );
  }
}

function residualsOf(columns: readonly Float64Array[], coefficients: Float64Array, target: Float64Array) {
  return target.map((value, t) => columns.reduce((left, column, j) => left - coefficients[j] * column[t], value));
}

function meanSquare(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0) / values.length;
}
