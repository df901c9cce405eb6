import { InputError } from '../support/input-error.ts';
import type { FeatureMatrix } from './features.ts';

/** Means and standard deviations by which features are standardised. Plain data: it can be saved as JSON. */
export interface Scaler {
  readonly names: readonly string[];
  readonly means: readonly number[];
  readonly sds: readonly number[];
}

/** A standard deviation below this share of the mean is rounding: the column is constant. */
const CONSTANT_BELOW = 1e-12;

/**
 * Fits a scaler on the complete rows of `[from, to)`, and on nothing outside: rows in which any column is not a finite
 * number are left out. Standard deviations are those of the rows seen (divided by n); that of a constant column is 1.
 * Throws a RangeError when the range is not within the matrix, an InputError when it holds no complete row.
 */
export function fitScaler(matrix: FeatureMatrix, from: number, to: number): Scaler {
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= matrix.rows)) {
    throw new RangeError(`rows [${from}, ${to}): expected whole numbers within [0, ${matrix.rows})`);
  }
  const { columns } = matrix;
  const complete: number[] = [];
  for (let t = from; t < to; t++) if (columns.every((column) => Number.isFinite(column[t]))) complete.push(t);
  if (complete.length === 0) {
    throw new InputError(
      `no complete row of ${matrix.names.join(', ')} among ${to - from} rows: too few rows for the windows asked for; give a longer history or shorter windows`,
    );
  }
  const means = columns.map((column) => complete.reduce((sum, t) => sum + column[t], 0) / complete.length);
  const sds = columns.map((column, index) => {
    const squares = complete.reduce((sum, t) => sum + (column[t] - means[index]) ** 2, 0);
    const sd = Math.sqrt(squares / complete.length);
    return sd > CONSTANT_BELOW * Math.abs(means[index]) ? sd : 1;
  });
  return { names: [...matrix.names], means, sds };
}

/** (value − mean) / sd, column by column, NaN staying NaN. Throws a RangeError when the columns are not the scaler's. */
export function applyScaler(matrix: FeatureMatrix, scaler: Scaler): FeatureMatrix {
  if (matrix.names.join() !== scaler.names.join()) {
    throw new RangeError(`columns are ${matrix.names.join(', ')}: expected those fitted, ${scaler.names.join(', ')}`);
  }
  const columns = matrix.columns.map((column, index) => {
    const mean = scaler.means[index];
    const sd = scaler.sds[index];
    return column.map((value) => (value - mean) / sd);
  });
  return { names: matrix.names, rows: matrix.rows, columns };
}
