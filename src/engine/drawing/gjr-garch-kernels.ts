/** Kernels of the GJR-GARCH market (assembly/paths/gjr-garch.ts). */
export interface GjrGarchKernels {
  /**
   * One day of price and annualised variance h, float64 rows, by a row of shocks z: r = √h z dayRoot, held within ±limit;
   * price += price r; h ← omega + (r < 0 ? down : up) r² + beta h.
   */
  gjrRow(
    price: number,
    variance: number,
    shocks: number,
    dayRoot: number,
    limit: number,
    omega: number,
    up: number,
    down: number,
    beta: number,
    count: number,
  ): void;
  /** out = √(level + weight · variance). */
  blendVolRow(variance: number, out: number, level: number, weight: number, count: number): void;
}
