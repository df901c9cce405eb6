import { solvePositive } from '../../math/cholesky.ts';

/** Weighted least squares, gathered row by row: A = Σ w z z′ and b = Σ w z y. */
export interface NormalEquations {
  /** Adds a row whose regressors z are zero but for the listed ones; a place may be listed twice. */
  add(weight: number, places: Int32Array, values: Float64Array, count: number, target: number): void;
  /**
   * The solution next to `near`: a trace of the identity is added to A, so that what the rows do not determine stays as it
   * was.
   */
  solve(near: Float64Array): Float64Array;
}

/** Weight of `near`, as a share of the mean diagonal element. */
const trace = 1e-9;

export function createNormalEquations(size: number): NormalEquations {
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  return {
    add(weight, places, values, count, target) {
      for (let a = 0; a < count; a++) {
        const weighted = weight * values[a];
        right[places[a]] += weighted * target;
        for (let b = 0; b < count; b++) matrix[places[a] * size + places[b]] += weighted * values[b];
      }
    },
    solve(near) {
      let diagonal = 0;
      for (let i = 0; i < size; i++) diagonal += matrix[i * size + i];
      const ridge = (trace * diagonal) / size;
      const regular = matrix.map((value, ij) => (ij % (size + 1) === 0 ? value + ridge : value));
      return (
        solvePositive(
          regular,
          right.map((value, i) => value + ridge * near[i]),
        ) ?? near
      );
    },
  };
}
