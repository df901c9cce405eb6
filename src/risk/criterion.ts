/**
 * A risk measure of hedging results: a number to make small, on a sample of P&L (money, a gain positive).
 * Values, certainty equivalents and gradients are all in the P&L's own unit (percent of spot, say), but for the value of
 * `variance`, which is in its square.
 */
export interface Criterion {
  /** 'mean + 1.5 sd', 'cvar 95 %', … */
  readonly name: string;
  /** Whether a sure gain of c lowers the value by c, whatever the sample. */
  readonly isCashInvariant: boolean;
  /** Whether a sure gain lowers the value at all; true unless given. Where it does not, there is no price. */
  readonly seesCash?: boolean;
  /** Risk of the sample: lower is better. */
  value(pnl: Float64Array): number;
  /** The sure loss that is as bad as the sample: the price a hedger of this criterion asks, in money. */
  certaintyEquivalent(pnl: Float64Array): number;
  /** Writes ∂value/∂pnl[i] into `out`; returns the value. */
  gradient(pnl: Float64Array, out: Float64Array): number;
}
