import { mean, populationVariance } from '../math/moments.ts';
import { requireNonNegative } from '../support/require.ts';
import type { Criterion } from './criterion.ts';

/**
 * Mean loss plus half the risk aversion times the variance (divisor n): mean–variance after Markowitz (1952), to second order
 * the certainty equivalent of exponential utility. It is not monotone: a gain far above the others is held against the sample.
 *
 * @param riskAversion λ, per unit of the P&L
 * @throws RangeError when `riskAversion` is not a finite number >= 0
 * @example
 * meanVariance(2).value(Float64Array.of(-1, -3)); // 3
 */
export function meanVariance(riskAversion: number): Criterion {
  requireNonNegative('riskAversion', riskAversion);
  const value = (pnl: Float64Array) => (riskAversion / 2) * populationVariance(pnl) - mean(pnl);
  return {
    name: `mean + ${riskAversion / 2} variance`,
    isCashInvariant: true,
    value,
    certaintyEquivalent: value,
    gradient(pnl, out) {
      const center = mean(pnl);
      for (let i = 0; i < pnl.length; i++) out[i] = (riskAversion * (pnl[i] - center) - 1) / pnl.length;
      return value(pnl);
    },
  };
}
