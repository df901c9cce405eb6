/** Share of a column's own length below which what earlier columns leave of it counts as nothing. */
const RANK_TOLERANCE = 1e-12;

/**
 * Ordinary least squares: the coefficients b that minimise |target − Σ b_j columns_j|², by Householder reflections
 * (Golub and Van Loan, Matrix Computations, §5.2). A column that is a combination of earlier ones gets coefficient 0.
 *
 * @param columns regressors, each with one value per row (a column of ones for an intercept)
 * @param target one value per row
 * @returns one coefficient per column
 * @throws RangeError when lengths differ or there are fewer rows than columns
 * @example
 * leastSquares([Float64Array.of(1, 1, 1), Float64Array.of(0, 1, 2)], Float64Array.of(1, 3, 5)); // [1, 2]
 */
export function leastSquares(columns: readonly Float64Array[], target: Float64Array): Float64Array {
  const rows = target.length;
  const count = columns.length;
  if (rows < count) throw new RangeError(`target has ${rows} rows: expected at least ${count}, one per column`);
  const a = columns.map((column, j) => {
    if (column.length !== rows) throw new RangeError(`column ${j} has ${column.length} rows: expected ${rows}`);
    return column.slice();
  });
  const b = target.slice();
  const diagonal = new Float64Array(count);
  // Row of R that belongs to each column; columns without a pivot of their own are left out of the solution.
  const pivotRow = new Int32Array(count).fill(-1);
  let row = 0;
  for (let j = 0; j < count; j++) {
    const reflector = a[j];
    const norm = lengthFrom(reflector, row);
    if (!(norm > RANK_TOLERANCE * lengthFrom(columns[j], 0))) continue;
    const alpha = reflector[row] > 0 ? -norm : norm;
    reflector[row] -= alpha;
    const square = dotFrom(reflector, reflector, row);
    for (let k = j + 1; k < count; k++) reflect(a[k], reflector, square, row);
    reflect(b, reflector, square, row);
    diagonal[j] = alpha;
    pivotRow[j] = row++;
  }
  const solution = new Float64Array(count);
  for (let j = count - 1; j >= 0; j--) {
    if (pivotRow[j] < 0) continue;
    let value = b[pivotRow[j]];
    for (let k = j + 1; k < count; k++) value -= a[k][pivotRow[j]] * solution[k];
    solution[j] = value / diagonal[j];
  }
  return solution;
}

function reflect(vector: Float64Array, reflector: Float64Array, square: number, from: number): void {
  const factor = (2 * dotFrom(vector, reflector, from)) / square;
  for (let i = from; i < vector.length; i++) vector[i] -= factor * reflector[i];
}

function dotFrom(x: Float64Array, y: Float64Array, from: number): number {
  let sum = 0;
  for (let i = from; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

function lengthFrom(x: Float64Array, from: number): number {
  return Math.sqrt(dotFrom(x, x, from));
}
