import { softRoot } from '../math/soft-root.ts';
import type { Criterion, SmoothingOptions } from './criterion.ts';
import { guardSamples, readSmoothing } from './guard-samples.ts';

export interface DownsideOptions extends SmoothingOptions {
  /** P&L from which on an outcome counts as no loss, in the P&L's unit; 0 by default. */
  readonly target?: number | undefined;
}

/**
 * Downside deviation below a target τ: √E[max(τ − P&L, 0)²], the root of the lower partial moment of order 2 (Fishburn,
 * "Mean-risk analysis with risk associated with below-target returns", 1977). With τ = 0 it is the root of the semi-mean-square
 * error that Carbonneau and Godin train on ("Equal risk pricing of derivatives with deep hedging", 2021), so it has the
 * same best hedge. Gains beyond the target count for nothing.
 *
 * Its certainty equivalent is the value − τ: of samples without a shortfall, the largest of the sure losses that have none.
 * Its kink is where no outcome is below the target. With a smoothing width w the root becomes √(… + w²) − w, so that the
 * value is lower by no more than w; the certainty equivalent stays as it is.
 *
 * @throws RangeError when the target is not finite, or the width is not a finite number >= 0
 * @example
 * downside().value(Float64Array.of(5, -3, 1, -1)); // √2.5
 */
export function downside({ target = 0, ...smoothing }: DownsideOptions = {}): Criterion {
  if (!Number.isFinite(target)) throw new RangeError(`target is ${target}: expected a finite number`);
  const { width, suffix } = readSmoothing(smoothing);
  const meanSquare = (pnl: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < pnl.length; i++) sum += Math.max(target - pnl[i], 0) ** 2;
    return sum / pnl.length;
  };
  return guardSamples({
    name: `downside deviation below ${target}${suffix}`,
    isCashInvariant: false,
    value: (pnl) => softRoot(meanSquare(pnl), width),
    certaintyEquivalent: (pnl) => Math.sqrt(meanSquare(pnl)) - target,
    gradient(pnl, out) {
      const square = meanSquare(pnl);
      const spread = Math.sqrt(square + width * width);
      const scale = spread === 0 ? 0 : 1 / (pnl.length * spread);
      for (let i = 0; i < pnl.length; i++) out[i] = -scale * Math.max(target - pnl[i], 0);
      return softRoot(square, width);
    },
  });
}
