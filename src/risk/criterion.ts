/**
 * A risk measure of hedging results: a number to make small, on a sample of P&L (money, a gain positive). Outcomes
 * weigh alike. Values, certainty equivalents and gradients are in the P&L's own unit (percent of spot, say), but for
 * `variance`, whose value is in its square.
 *
 * An empty sample is refused with a RangeError. Of a sample with an outcome that is NaN or infinite, every figure is
 * NaN, which a training reports as its divergence.
 */
export interface Criterion {
  /** 'mean + 1.5 sd', 'cvar 95 %', … with every parameter in it: what criteria are told apart by. */
  readonly name: string;
  /**
   * False where a certain gain c does not take exactly c off the certainty equivalent: the criterion looks at wealth or
   * at a target. Such criteria are monotone. True where left out.
   */
  readonly isCashInvariant?: boolean;
  /** P&L that every outcome has to exceed; −Infinity, where left out. */
  readonly lowestPnl?: number;
  /** Risk of the sample: lower is better. */
  value(pnl: Float64Array): number;
  /** The sure loss that is as bad as the sample: the price a hedger of this criterion asks, in money. */
  certaintyEquivalent(pnl: Float64Array): number;
  /** Writes ∂value/∂pnl[i] into `out`; returns the value. At a kink, where outcomes tie, they share it alike. */
  gradient(pnl: Float64Array, out: Float64Array): number;
}

/** Of criteria with kinks: a form whose gradient is continuous, which is what gradient descent likes best. */
export interface SmoothingOptions {
  /**
   * Width over which kinks are rounded, in the P&L's unit. 0, the default, is the criterion itself, to which the smooth
   * form tends with the width; each criterion says by how much it stays below. Certainty equivalents are those of the smooth
   * form, and fall short by as much.
   */
  readonly smoothingWidth?: number | undefined;
}
