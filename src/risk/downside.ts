import { requireNonNegative } from '../support/require.ts';
import type { Criterion } from './criterion.ts';
import { requireSample } from './require-sample.ts';
import { smoothed, softplus, softplusInverse, softplusSlope } from './softplus.ts';

export interface DownsideOptions {
  /** P&L below which it counts, in its own unit; 0 by default. */
  readonly target?: number;
  /**
   * Smooths the kink at the target over so much P&L: shortfalls max(t − x, 0) become w log(1 + e^((t − x)/w)), which raises
   * the value by at most w log 2. 0, none, by default.
   */
  readonly width?: number;
}

/**
 * Downside deviation: the root mean square of what the P&L falls short of a target by, the root of Fishburn's lower partial
 * moment of order 2 ("Mean-risk analysis with risk associated with below-target returns", 1977). Gains beyond the target do
 * not count.
 *
 * Its certainty equivalent is the sure loss with the same shortfall, value − target where nothing is smoothed: where nothing falls short it is −target,
 * the largest of many. A sure gain does not simply come off it: `isCashInvariant` is false.
 *
 * @throws RangeError when `target` is not finite, or `width` not a finite number >= 0
 * @example
 * downside().value(Float64Array.of(1, -2)); // √2
 */
export function downside({ target = 0, width = 0 }: DownsideOptions = {}): Criterion {
  if (!Number.isFinite(target)) throw new RangeError(`target is ${target}: expected a finite number`);
  requireNonNegative('width', width);
  const value = (pnl: Float64Array) => {
    requireSample(pnl);
    let squares = 0;
    for (let i = 0; i < pnl.length; i++) squares += softplus(target - pnl[i], width) ** 2;
    return Math.sqrt(squares / pnl.length);
  };
  return {
    name: `downside deviation below ${target}${smoothed(width)}`,
    isCashInvariant: false,
    value,
    certaintyEquivalent: (pnl) => softplusInverse(value(pnl), width) - target,
    gradient(pnl, out) {
      const deviation = value(pnl);
      // Where nothing falls short the root has a kink; 0 is one of its subgradients.
      const scale = deviation === 0 ? 0 : -1 / (pnl.length * deviation);
      for (let i = 0; i < pnl.length; i++) {
        const below = target - pnl[i];
        out[i] = scale * softplus(below, width) * softplusSlope(below, width);
      }
      return deviation;
    },
  };
}
