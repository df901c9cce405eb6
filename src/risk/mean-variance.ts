import { mean, populationVariance } from '../math/moments.ts';
import { requireNonNegative } from '../support/require.ts';
import type { Criterion } from './criterion.ts';
import { guardSamples } from './guard-samples.ts';

/**
 * Mean loss plus half of λ variances (divisor n): Markowitz, "Portfolio selection" (1952); as a reward of hedging, Kolm
 * and Ritter, "Dynamic replication and hedging: a reinforcement learning approach" (2019). For small λ it is the
 * entropic risk measure of the same λ. Not monotone: a large gain on top may be worse.
 *
 * @param riskAversion λ, per unit of the P&L: the value is in the P&L's unit, and λ changes with that unit
 * @throws RangeError when `riskAversion` is not a finite number >= 0
 * @example
 * meanVariance(0.5).value(Float64Array.of(-1, -3)); // 2.25
 */
export function meanVariance(riskAversion: number): Criterion {
  requireNonNegative('riskAversion', riskAversion);
  const value = (pnl: Float64Array) => (riskAversion / 2) * populationVariance(pnl) - mean(pnl);
  return guardSamples({
    name: `mean + ${riskAversion}/2 variance`,
    value,
    certaintyEquivalent: value,
    gradient(pnl, out) {
      const center = mean(pnl);
      for (let i = 0; i < pnl.length; i++) out[i] = (riskAversion * (pnl[i] - center) - 1) / pnl.length;
      return value(pnl);
    },
  });
}
