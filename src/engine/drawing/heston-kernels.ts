/** Kernels of Heston's market (assembly/paths/heston.ts). */
export interface HestonKernels {
  /**
   * One substep of Andersen's quadratic-exponential scheme: moves the price, a float64 row of S or, if `logarithm`, of ln S,
   * the variance, a float32 row, and its integral, float64 (0: nobody asks for it), by the variance's draw, as normals and
   * as uniforms (not read where σ² < 3κθ), and the price's normals.
   *
   * @param table constants of the scheme, see `hestonScheme` of src/simulate/heston-scheme.ts
   */
  hestonRow(
    price: number,
    variance: number,
    integral: number,
    normals: number,
    uniforms: number,
    priceNormals: number,
    table: number,
    logarithm: boolean,
    count: number,
  ): void;
  /**
   * out = implied volatility at ln(K/S) = logMoneyness − ln S, read by cubic interpolation from a table of
   * `rows` × `columns` values of src/simulate/heston-vol-surface.ts.
   */
  hestonVolRow(
    logSpot: number,
    variance: number,
    out: number,
    table: number,
    rows: number,
    columns: number,
    logMoneyness: number,
    leastTotal: number,
    slope: number,
    inverseRowStep: number,
    inverseColumnStep: number,
    inverseYears: number,
    count: number,
  ): void;
  /** out (float64) = max(√(variance + jumps), least) of a float32 row, `jumps` the variance that jumps add a year. */
  spotVolRow(variance: number, out: number, jumps: number, least: number, count: number): void;
}
