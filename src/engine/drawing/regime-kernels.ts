/** Kernels of Markov switching (assembly/paths/regimes.ts). A row of regimes holds their numbers, 0, 1, …, as float64. */
export interface RegimeKernels {
  /**
   * to = the regime that a uniform picks: how many of the first `states` − 1 cumulative probabilities it has reached, in the
   * row of `cumulative` that belongs to the regime of `from`. Both rows may be the same. `paired`: the second path of a pair,
   * whose uniform is mirrored, has that of the first instead.
   */
  switchRow(
    from: number,
    to: number,
    uniforms: number,
    cumulative: number,
    states: number,
    paired: boolean,
    count: number,
  ): void;
  /**
   * out = mean + sd · normal of each path's regime, the normals a float32 row; the table `laws` holds each regime's mean and
   * sd, one after the other.
   */
  regimeReturnRow(regimes: number, normals: number, out: number, laws: number, count: number): void;
  /** out = Σ_k weights[k] · row_k of `states` rows that lie `rowBytes` apart; out may be none of them. */
  mixRow(rows: number, rowBytes: number, weights: number, states: number, out: number, count: number): void;
}
