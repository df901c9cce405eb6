import type { Block } from '../engine/drawing/block.ts';
import type { HybridScheme } from './hybrid-scheme.ts';

/** Rough Bergomi on a grid of substeps: ln v_{i+1} = Σ_{j≤i} w_{i−j} Z_j + residual · Z'_i + shift_i, in whole groups of four. */
export interface RoughGrid {
  readonly substeps: number;
  /** `substeps` rounded up to a multiple of 4. */
  readonly rows: number;
  /** η times those of the scheme; `rows` values, like the shifts. */
  readonly weights: Float64Array;
  readonly residual: number;
  /** ln ξ_{i+1} − ½ η² Var X_{i+1}, with the scheme's own variance: E[v] is ξ exactly. */
  readonly shifts: Float64Array;
  /** ξ of each substep as seen at writing, from 0 on. */
  readonly forwardVariance: Float64Array;
}

/** @param forwardVariance one value more than the scheme has intervals */
export function roughGrid(scheme: HybridScheme, volOfVol: number, forwardVariance: Float64Array): RoughGrid {
  const substeps = scheme.weights.length;
  const rows = Math.ceil(substeps / 4) * 4;
  const weights = new Float64Array(rows);
  const shifts = new Float64Array(rows);
  for (let i = 0; i < substeps; i++) {
    weights[i] = volOfVol * scheme.weights[i];
    shifts[i] = Math.log(forwardVariance[i + 1]) - 0.5 * volOfVol * volOfVol * scheme.variances[i];
  }
  return { substeps, rows, weights, residual: volOfVol * scheme.residual, shifts, forwardVariance };
}

/** Tables that a plan which calls `fillVariances` puts first: weights, shifts and the kernels' scratch. */
export function gridTables({ weights, shifts, rows }: RoughGrid): readonly Float64Array[] {
  return [weights, shifts, new Float64Array(5 * rows + 16)];
}

/**
 * Puts v of substep i + 1 into row i of the residual factor, float32, for all substeps of a block.
 *
 * @param quotes address of a plan of `quotePlan` in the kernels' memory, and of its float64 rows of results
 */
export function fillVariances(
  { kernels, count, normals, normalBytes, rowBytes, tables }: Block,
  { substeps, rows, residual }: RoughGrid,
  volFactor: number,
  residualFactor: number,
  quotes: { readonly plan: number; readonly averages: number } = { plan: 0, averages: 0 },
): void {
  // Weighted by zero in what follows, but not if it were NaN.
  for (let row = substeps; row < rows; row++) kernels.fillRow(normals(volFactor, row), 0, count / 2);
  kernels.roughVarianceRows(
    normals(volFactor, 0),
    normals(residualFactor, 0),
    rows,
    normalBytes,
    tables[0],
    tables[1],
    residual,
    tables[2],
    quotes.plan,
    quotes.averages,
    rowBytes,
    count,
  );
}
