/** Kernels of rough Bergomi (assembly/paths/rough-bergomi.ts). Normals and variances are float32 rows. */
export interface RoughBergomiKernels {
  /**
   * Variances of all substeps but the first, in place of the residual normals: row i becomes
   * exp(Σ_{j≤i} weights[i − j] · normals_j + residual · residuals_i + shifts[i]).
   *
   * @param rows substeps, a multiple of 4; weights and shifts hold as many
   * @param scratch 36 · rows + 64 bytes
   * @param quotes a plan of `quotePlan`, or 0 for none
   * @param averages float64 rows, one for each entry of the plan
   */
  roughVarianceRows(
    normals: number,
    residuals: number,
    rows: number,
    rowBytes: number,
    weights: number,
    shifts: number,
    residual: number,
    scratch: number,
    quotes: number,
    averages: number,
    averageBytes: number,
    count: number,
  ): void;
  /**
   * S ·= growth · exp(−v·years/2 + √(v·years) · (correlation · Z + independent · Z⊥)), with v a row or, where its address is 0,
   * `first`; S a float64 row.
   */
  roughPriceRow(
    spot: number,
    variance: number,
    first: number,
    priceNormals: number,
    volNormals: number,
    growth: number,
    years: number,
    correlation: number,
    independent: number,
    count: number,
  ): void;
  /** Square roots of a float32 row as float64, to 6e-8 of them. */
  rootRow(values: number, out: number, count: number): void;
  /** A float32 row as float64. */
  promoteRow(values: number, out: number, count: number): void;
  /**
   * level ← level · (1 + (ratio − 1) · g), with the ratio read from a table by level (two rows, linear) and by
   * y = (logStrike − ln S) · inverseRoot / level from −`widest` on (`columns` and one more on either side, cubic), and
   * g = spread · (1 − variance · share / level²).
   */
  smileRow(
    level: number,
    logSpot: number,
    variance: number,
    table: number,
    columns: number,
    widest: number,
    inverseStep: number,
    least: number,
    most: number,
    logStrike: number,
    inverseRoot: number,
    share: number,
    spread: number,
    count: number,
  ): void;
}
