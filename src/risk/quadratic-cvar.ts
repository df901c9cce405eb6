import { requirePositive } from '../support/require.ts';
import type { Criterion } from './criterion.ts';
import { requireSample } from './require-sample.ts';

/**
 * Quadratic CVaR: inf over ω of ω + λ mean(max(−P&L − ω, 0)²), the optimised certainty equivalent (Ben-Tal and Teboulle 2007)
 * whose tail counts by its square (Buehler, "Statistical hedging", 2019, proposes it). Between the mean and the worst loss
 * like CVaR, and without its kink. At the best ω, mean(max(−P&L − ω, 0)) = 1/(2λ): the larger λ, the further out the tail.
 *
 * The best ω is exact: it lies on the straight piece between two neighbouring losses.
 *
 * @param riskAversion λ, per unit of the P&L
 * @throws RangeError when `riskAversion` is not a finite number > 0
 * @example
 * quadraticCvar(2).value(Float64Array.from({ length: 10 }, (_, i) => -i)); // 7.975
 */
export function quadraticCvar(riskAversion: number): Criterion {
  requirePositive('riskAversion', riskAversion);
  const value = (pnl: Float64Array) => {
    const threshold = thresholdOf(pnl, riskAversion);
    let squares = 0;
    for (let i = 0; i < pnl.length; i++) squares += Math.max(-pnl[i] - threshold, 0) ** 2;
    return threshold + (riskAversion * squares) / pnl.length;
  };
  return {
    name: `quadratic cvar, risk aversion ${riskAversion}`,
    isCashInvariant: true,
    value,
    // A sure loss L has the value L − 1/(4λ).
    certaintyEquivalent: (pnl) => value(pnl) + 1 / (4 * riskAversion),
    gradient(pnl, out) {
      const threshold = thresholdOf(pnl, riskAversion);
      const scale = (2 * riskAversion) / pnl.length;
      let squares = 0;
      for (let i = 0; i < pnl.length; i++) {
        const beyond = Math.max(-pnl[i] - threshold, 0);
        squares += beyond * beyond;
        out[i] = -scale * beyond;
      }
      return threshold + (riskAversion * squares) / pnl.length;
    },
  };
}

/** The ω at which the mean loss beyond it is 1/(2λ). */
function thresholdOf(pnl: Float64Array, riskAversion: number): number {
  requireSample(pnl);
  const sorted = pnl.slice().sort();
  const mass = pnl.length / (2 * riskAversion);
  let sum = 0;
  for (let worst = 1; worst <= sorted.length; worst++) {
    sum -= sorted[worst - 1];
    const threshold = (sum - mass) / worst;
    if (worst === sorted.length || threshold >= -sorted[worst]) return threshold;
  }
  return Number.NaN;
}
