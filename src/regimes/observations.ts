import type { FeatureMatrix } from '../market/features.ts';
import { selectFeatures } from '../market/features.ts';
import { InputError } from '../support/input-error.ts';

/** Feature rows in standard units, as the detectors read them. */
export interface Observations {
  readonly rows: number;
  readonly dimensions: number;
  /** Row t, feature d at `t * dimensions + d`; zeros in rows that are not complete. */
  readonly values: Float64Array;
  /** 1 where every feature of the row is finite. */
  readonly complete: Uint8Array;
  readonly completeRows: number;
}

/** Location and scale per feature: mean and standard deviation (divisor n) of the complete rows fitted on. */
export interface Standardiser {
  readonly location: Float64Array;
  readonly scale: Float64Array;
}

/** Standard units beyond this are clipped, so that a wild value cannot overflow a squared distance. */
const clipAt = 1e100;
/** A standard deviation this small relative to the largest value is rounding noise of a constant. */
const constantBelow = 1e-12;

/**
 * Means and standard deviations of the complete rows of the named features.
 *
 * @throws InputError when there is no complete row, or when a feature does not vary or is too large to be squared
 */
export function fitStandardiser(features: FeatureMatrix, names: readonly string[]): Standardiser {
  const { columns, rows } = selectFeatures(features, names);
  const { complete, completeRows } = findCompleteRows(columns, rows);
  if (completeRows === 0) {
    throw new InputError(
      `no row of ${rows} has all of ${names.join(', ')}: expected rows without gaps; give more rows or fewer features`,
    );
  }
  const moments = columns.map((column, d) => {
    let sum = 0;
    let largest = 0;
    for (let t = 0; t < rows; t++) {
      if (complete[t] === 0) continue;
      sum += column[t];
      largest = Math.max(largest, Math.abs(column[t]));
    }
    const mean = sum / completeRows;
    let squares = 0;
    for (let t = 0; t < rows; t++) if (complete[t] === 1) squares += (column[t] - mean) ** 2;
    const sd = Math.sqrt(squares / completeRows);
    if (!Number.isFinite(sd)) {
      throw new InputError(`feature '${names[d]}' reaches ${largest}: expected values whose squares can be added up`);
    }
    if (sd <= constantBelow * largest) {
      throw new InputError(
        `feature '${names[d]}' is constant (${mean}) over ${completeRows} rows: expected one that varies; leave it out or give more rows`,
      );
    }
    return { mean, sd };
  });
  return {
    location: Float64Array.from(moments, ({ mean }) => mean),
    scale: Float64Array.from(moments, ({ sd }) => sd),
  };
}

/** The named features in standard units. Row t of the result depends on row t alone. */
export function observe(
  features: FeatureMatrix,
  names: readonly string[],
  { location, scale }: Standardiser,
): Observations {
  const { columns, rows } = selectFeatures(features, names);
  const { complete, completeRows } = findCompleteRows(columns, rows);
  const dimensions = columns.length;
  const values = new Float64Array(rows * dimensions);
  for (let d = 0; d < dimensions; d++) {
    const column = columns[d];
    for (let t = 0; t < rows; t++) {
      if (complete[t] === 0) continue;
      values[t * dimensions + d] = standardise(column[t], location[d], scale[d]);
    }
  }
  return { rows, dimensions, values, complete, completeRows };
}

/** A value in standard units, clipped. */
export function standardise(value: number, location: number, scale: number): number {
  return Math.min(clipAt, Math.max(-clipAt, (value - location) / scale));
}

/** One value for each feature in standard units, clipped. */
export function standardiseRow(values: Float64Array, location: Float64Array, scale: Float64Array): Float64Array {
  return values.map((value, d) => standardise(value, location[d], scale[d]));
}

/** The rows from the first complete one on (a view), and how many came before it. */
export function dropLeadingGaps(observations: Observations): { readonly first: number; readonly rest: Observations } {
  const { rows, dimensions, values, complete } = observations;
  const found = complete.indexOf(1);
  const first = found < 0 ? rows : found;
  return {
    first,
    rest: {
      ...observations,
      rows: rows - first,
      values: values.subarray(first * dimensions),
      complete: complete.subarray(first),
    },
  };
}

/** 1 for each row whose every value is finite, and how many there are. */
export function findCompleteRows(columns: readonly Float64Array[], rows: number) {
  const complete = new Uint8Array(rows).fill(1);
  for (const column of columns) {
    for (let t = 0; t < rows; t++) if (!Number.isFinite(column[t])) complete[t] = 0;
  }
  let completeRows = 0;
  for (let t = 0; t < rows; t++) completeRows += complete[t];
  return { complete, completeRows };
}
