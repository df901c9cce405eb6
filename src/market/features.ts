import type { Bars } from './bars.ts';

/** Named columns, one row per bar. Rows before a feature's window is full hold NaN. */
export interface FeatureMatrix {
  readonly names: readonly string[];
  readonly rows: number;
  readonly columns: readonly Float64Array[];
}

/**
 * A causal feature: row t of its column depends on bars 0..t alone. The shared suite in test/contracts holds every
 * feature to that, to the bit.
 */
export interface Feature {
  readonly name: string;
  /** Rows at the start that hold NaN. */
  readonly warmup: number;
  compute(bars: Bars): Float64Array;
}

/** The columns of the named features, in the order given. Throws a RangeError on a name that the matrix lacks. */
export function selectFeatures(matrix: FeatureMatrix, names: readonly string[]): FeatureMatrix {
  const columns = names.map((name) => {
    const index = matrix.names.indexOf(name);
    if (index < 0) throw new RangeError(`no feature '${name}' among ${matrix.names.join(', ')}`);
    return matrix.columns[index];
  });
  return { names: [...names], rows: matrix.rows, columns };
}

/** Rows `[from, to)` of every column, copied: what is returned holds nothing outside the range. */
export function sliceFeatures(matrix: FeatureMatrix, from: number, to: number): FeatureMatrix {
  return { names: matrix.names, rows: to - from, columns: matrix.columns.map((column) => column.slice(from, to)) };
}
