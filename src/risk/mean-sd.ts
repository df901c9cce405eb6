import { mean, standardDeviation } from '../math/moments.ts';
import { requireNonNegative } from '../support/require.ts';
import type { Criterion } from './criterion.ts';

/**
 * Mean loss plus `riskAversion` standard deviations (divisor n), as in Cao, Chen, Hull and Poulos, "Deep hedging of
 * derivatives using reinforcement learning" (2021), who use 1.5.
 *
 * @throws RangeError when `riskAversion` is not a finite number >= 0
 * @example
 * meanSd(1.5).value(Float64Array.of(-1, -3)); // 3.5
 */
export function meanSd(riskAversion: number): Criterion {
  requireNonNegative('riskAversion', riskAversion);
  const value = (pnl: Float64Array) => riskAversion * standardDeviation(pnl) - mean(pnl);
  return {
    name: `mean + ${riskAversion} sd`,
    isCashInvariant: true,
    value,
    certaintyEquivalent: value,
    gradient(pnl, out) {
      const center = mean(pnl);
      const sd = standardDeviation(pnl);
      // Where every value is the same the standard deviation has a kink; 0 is its symmetric subgradient.
      const scale = sd === 0 ? 0 : riskAversion / (pnl.length * sd);
      for (let i = 0; i < pnl.length; i++) out[i] = scale * (pnl[i] - center) - 1 / pnl.length;
      return riskAversion * sd - center;
    },
  };
}
