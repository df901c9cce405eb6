/**
 * Lower triangular factor L of a symmetric positive definite matrix, A = L Lᵀ (Golub and Van Loan, Matrix Computations, §4.2).
 *
 * @param matrix size × size, row by row; only its lower half is read
 * @param least smallest square of a diagonal entry of L that counts as positive; 0 by default
 * @returns L, row by row, zeros above the diagonal; undefined where a pivot is not above `least`
 */
export function choleskyFactor(matrix: Float64Array, size: number, least = 0): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * size + j];
      for (let m = 0; m < j; m++) rest -= factor[i * size + m] * factor[j * size + m];
      if (i > j) factor[i * size + j] = rest / factor[j * size + j];
      else if (rest > least) factor[i * size + i] = Math.sqrt(rest);
      else return undefined;
    }
  }
  return factor;
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
