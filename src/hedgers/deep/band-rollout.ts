/**
 * The accounts of a batch of contracts hedged in the underlying, ready for the recursion. Money is in percent of spot
 * at writing and valued at expiry, so that interest is part of the prices.
 */
export interface HedgingProblem {
  readonly paths: number;
  readonly steps: number;
  /** Price of the underlying with interest to expiry, (steps + 1) × paths. */
  readonly price: Float64Array;
  /** Premium with interest, less payoff: P&L before any hedge, per path. */
  readonly unhedged: Float64Array;
  /** Cost of a trade as a share of its value. */
  readonly costShare: number;
}

/**
 * P&L of holding within a band: h_k = clamp(h_{k−1}, lower_k, upper_k) from h_{−1} = 0, everything unwound at expiry,
 *
 *   P&L = unhedged + Σ h_k (S_{k+1} − S_k) − c Σ |h_k − h_{k−1}| S_k − c |h_{n−1}| S_n.
 *
 * @param lower edges of the band, steps × paths, as are `upper` and `holdings`
 * @param holdings filled with h
 * @param pnl filled with the P&L of each path
 */
export function rollBand(
  { paths, steps, price, unhedged, costShare }: HedgingProblem,
  lower: Float64Array,
  upper: Float64Array,
  holdings: Float64Array,
  pnl: Float64Array,
): void {
  pnl.set(unhedged);
  for (let step = 0; step < steps; step++) {
    const from = step * paths;
    for (let path = 0; path < paths; path++) {
      const cell = from + path;
      const before = step === 0 ? 0 : holdings[cell - paths];
      const after = before < lower[cell] ? lower[cell] : Math.min(before, upper[cell]);
      holdings[cell] = after;
      pnl[path] += after * (price[cell + paths] - price[cell]) - costShare * Math.abs(after - before) * price[cell];
    }
  }
  for (let path = 0; path < paths; path++) {
    const cell = steps * paths + path;
    pnl[path] -= costShare * Math.abs(holdings[cell - paths]) * price[cell];
  }
}

/**
 * Gradient of a loss by the edges of the band, from its gradient by the P&L: the recursion of `rollBand` run backwards.
 * A holding that was traded to an edge moves with that edge; one inside the band moves with the holding before it.
 *
 * @param carried paths entries of scratch: the loss's gradient by the holding of the step at hand
 */
export function rollBandBackward(
  { paths, steps, price, costShare }: HedgingProblem,
  holdings: Float64Array,
  pnlGradient: Float64Array,
  lowerGradient: Float64Array,
  upperGradient: Float64Array,
  carried: Float64Array,
): void {
  for (let path = 0; path < paths; path++) {
    const cell = steps * paths + path;
    carried[path] = -pnlGradient[path] * costShare * price[cell] * Math.sign(holdings[cell - paths]);
  }
  for (let step = steps - 1; step >= 0; step--) {
    const from = step * paths;
    for (let path = 0; path < paths; path++) {
      const cell = from + path;
      const trade = holdings[cell] - (step === 0 ? 0 : holdings[cell - paths]);
      const charge = pnlGradient[path] * costShare * price[cell] * Math.sign(trade);
      const gradient = carried[path] + pnlGradient[path] * (price[cell + paths] - price[cell]) - charge;
      lowerGradient[cell] = trade > 0 ? gradient : 0;
      upperGradient[cell] = trade < 0 ? gradient : 0;
      // What the holding before contributes: it saves or adds to this trade, or is carried on.
      carried[path] = trade === 0 ? gradient : charge;
    }
  }
}
