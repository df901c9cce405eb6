/** Pivots below this share of their diagonal element are rounding noise: the matrix counts as singular. */
const pivotTolerance = 1e-13;

/**
 * Lower triangular L with L L′ = A, row by row, of a symmetric positive definite matrix (Golub and Van Loan, Matrix
 * Computations, §4.2). Only the lower triangle of `matrix` is read.
 *
 * @param matrix size × size, row by row
 * @param least a pivot must be above this too; 0 by default
 * @returns undefined when the matrix is not positive definite to rounding
 */
export function choleskyFactor(matrix: Float64Array, size: number, least = 0): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j];
      for (let k = 0; k < j; k++) sum -= factor[i * size + k] * factor[j * size + k];
      if (i !== j) factor[i * size + j] = sum / factor[j * size + j];
      else if (sum > Math.max(least, pivotTolerance * matrix[i * size + i]) && sum < Number.POSITIVE_INFINITY) {
        factor[i * size + i] = Math.sqrt(sum);
      } else return undefined;
    }
  }
  return factor;
}

/**
 * Solution x of A x = b for a symmetric positive definite A.
 *
 * @returns undefined when the matrix is not positive definite to rounding
 * @example
 * solvePositive(Float64Array.of(4, 2, 2, 3), Float64Array.of(2, 3)); // [0, 1]
 */
export function solvePositive(matrix: Float64Array, target: ArrayLike<number>): Float64Array | undefined {
  const size = target.length;
  const factor = choleskyFactor(matrix, size);
  return factor && substitute(factor, Float64Array.from(target));
}

/**
 * Inverse of a symmetric positive definite matrix, row by row.
 *
 * @returns undefined when the matrix is not positive definite to rounding
 * @example
 * invertPositive(Float64Array.of(4, 0, 0, 2), 2); // [0.25, 0, 0, 0.5]
 */
export function invertPositive(matrix: Float64Array, size: number): Float64Array | undefined {
  const factor = choleskyFactor(matrix, size);
  if (factor === undefined) return undefined;
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    const unit = new Float64Array(size);
    unit[column] = 1;
    substitute(factor, unit).forEach((value, row) => {
      inverse[row * size + column] = value;
    });
  }
  return inverse;
}

/** Inverse of a lower triangular matrix, row by row. */
export function invertLower(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    inverse[j * size + j] = 1 / factor[j * size + j];
    for (let i = j + 1; i < size; i++) {
      let sum = 0;
      for (let m = j; m < i; m++) sum -= factor[i * size + m] * inverse[m * size + j];
      inverse[i * size + j] = sum / factor[i * size + i];
    }
  }
  return inverse;
}

/** Solves L L′ x = b in place of b. */
function substitute(factor: Float64Array, x: Float64Array): Float64Array {
  const size = x.length;
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] -= factor[i * size + k] * x[k];
    x[i] /= factor[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] -= factor[k * size + i] * x[k];
    x[i] /= factor[i * size + i];
  }
  return x;
}
