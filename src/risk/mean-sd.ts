import { mean, populationVariance } from '../math/moments.ts';
import { softRoot } from '../math/soft-root.ts';
import { requireNonNegative } from '../support/require.ts';
import type { Criterion, SmoothingOptions } from './criterion.ts';
import { guardSamples, readSmoothing } from './guard-samples.ts';

/**
 * Mean loss plus `riskAversion` standard deviations (divisor n), as in Cao, Chen, Hull and Poulos, "Deep hedging of
 * derivatives using reinforcement learning" (2021), who use 1.5. Not monotone: a large gain on top may be worse.
 *
 * Its kink is where every outcome is the same. With a smoothing width w the standard deviation becomes
 * √(variance + w²) − w, so that the value is lower by no more than `riskAversion` × w.
 *
 * @param riskAversion a number without unit
 * @throws RangeError when `riskAversion` or the width is not a finite number >= 0
 * @example
 * meanSd(1.5).value(Float64Array.of(-1, -3)); // 3.5
 */
export function meanSd(riskAversion: number, smoothing: SmoothingOptions = {}): Criterion {
  requireNonNegative('riskAversion', riskAversion);
  const { width, suffix } = readSmoothing(smoothing);
  const value = (pnl: Float64Array) => riskAversion * softRoot(populationVariance(pnl), width) - mean(pnl);
  return guardSamples({
    name: `mean + ${riskAversion} sd${suffix}`,
    value,
    certaintyEquivalent: value,
    gradient(pnl, out) {
      const center = mean(pnl);
      const spread = Math.sqrt(populationVariance(pnl) + width * width);
      // Where every value is the same the standard deviation has a kink; 0 is its symmetric subgradient.
      const scale = spread === 0 ? 0 : riskAversion / (pnl.length * spread);
      for (let i = 0; i < pnl.length; i++) out[i] = scale * (pnl[i] - center) - 1 / pnl.length;
      return value(pnl);
    },
  });
}
