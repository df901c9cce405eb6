import { requirePositive } from '../support/require.ts';
import type { Criterion } from './criterion.ts';
import { cvar } from './cvar.ts';
import { requireSample } from './require-sample.ts';
import { softplus, softplusSlope } from './softplus.ts';

/**
 * CVaR without its kinks: Rockafellar and Uryasev's inf over ω of ω + mean(max(−P&L − ω, 0))/(1 − level), with max(x, 0) smoothed to
 * w log(1 + e^(x/w)). Above CVaR by at most w log 2/(1 − level); the certainty equivalent takes off what a sure P&L of 0 is
 * charged.
 *
 * @param level in (0, 1)
 * @param width w > 0, in the P&L's unit
 * @throws RangeError when a parameter is out of range
 * @example
 * smoothCvar(0.7, 0.01).value(Float64Array.from({ length: 10 }, (_, i) => -i)); // 8.0000…
 */
export function smoothCvar(level: number, width: number): Criterion {
  if (!(level > 0 && level < 1)) throw new RangeError(`level is ${level}: expected a number in (0, 1)`);
  requirePositive('width', width);
  const exact = cvar(level);
  const share = 1 - level;
  // A sure loss of 0: the best ω has slope 1/(1 + e^(ω/w)) = 1 − level.
  const best = width * Math.log(level / share);
  const ofNothing = best + softplus(-best, width) / share;

  const value = (pnl: Float64Array) => valueAt(pnl, thresholdOf(pnl));
  const valueAt = (pnl: Float64Array, threshold: number) => {
    let sum = 0;
    for (let i = 0; i < pnl.length; i++) sum += softplus(-pnl[i] - threshold, width);
    return threshold + sum / pnl.length / share;
  };

  /** Newton's steps on mean slope = 1 − level, within bounds that close in on it. */
  function thresholdOf(pnl: Float64Array): number {
    requireSample(pnl);
    let [low, high] = boundsOf(pnl);
    let threshold = Math.min(high, Math.max(low, exact.value(pnl)));
    for (let step = 0; step < 200 && high - low > 0; step++) {
      let [excess, curvature] = [-share, 0];
      for (let i = 0; i < pnl.length; i++) {
        const slope = softplusSlope(-pnl[i] - threshold, width);
        excess += slope / pnl.length;
        curvature += (slope * (1 - slope)) / (width * pnl.length);
      }
      if (excess > 0) low = threshold;
      else high = threshold;
      const newton = threshold + excess / curvature;
      const next = newton > low && newton < high ? newton : (low + high) / 2;
      if (next === threshold || Math.abs(next - threshold) <= 1e-15 * Math.abs(threshold)) break;
      threshold = next;
    }
    return threshold;
  }

  /** Outside the losses by what makes the slope of one loss 1 − level. */
  function boundsOf(pnl: Float64Array): [number, number] {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < pnl.length; i++) {
      low = Math.min(low, -pnl[i]);
      high = Math.max(high, -pnl[i]);
    }
    return [low + best - width * 1e-9, high + best + width * 1e-9];
  }

  return {
    name: `${exact.name}, smoothed over ${width}`,
    isCashInvariant: true,
    value,
    certaintyEquivalent: (pnl) => value(pnl) - ofNothing,
    gradient(pnl, out) {
      const threshold = thresholdOf(pnl);
      for (let i = 0; i < pnl.length; i++) {
        out[i] = -softplusSlope(-pnl[i] - threshold, width) / (pnl.length * share);
      }
      return valueAt(pnl, threshold);
    },
  };
}
