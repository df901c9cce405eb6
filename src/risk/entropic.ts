import { mean } from '../math/moments.ts';
import { requirePositive } from '../support/require.ts';
import type { Criterion } from './criterion.ts';

/**
 * Entropic risk measure, the certainty equivalent of exponential utility: (1/λ) log mean exp(−λ P&L) (Föllmer and
 * Schied, 2002). Computed as a log-sum-exp, so large losses do not overflow.
 *
 * @param riskAversion λ, per unit of the P&L
 * @throws RangeError when `riskAversion` is not a finite number > 0
 * @example
 * entropic(1).value(Float64Array.of(0, -1, -2, -3)); // 2.0539…
 */
export function entropic(riskAversion: number): Criterion {
  requirePositive('riskAversion', riskAversion);
  const value = (pnl: Float64Array) => {
    const worst = smallest(pnl);
    let sum = 0;
    for (let i = 0; i < pnl.length; i++) sum += Math.exp(-riskAversion * (pnl[i] - worst));
    return Math.log(sum / pnl.length) / riskAversion - worst;
  };
  return {
    name: `entropic, risk aversion ${riskAversion}`,
    isCashInvariant: true,
    value,
    certaintyEquivalent: value,
    gradient(pnl, out) {
      const worst = smallest(pnl);
      for (let i = 0; i < pnl.length; i++) out[i] = -Math.exp(-riskAversion * (pnl[i] - worst));
      const average = -mean(out.subarray(0, pnl.length));
      for (let i = 0; i < pnl.length; i++) out[i] /= average * pnl.length;
      return Math.log(average) / riskAversion - worst;
    },
  };
}

function smallest(pnl: Float64Array): number {
  if (pnl.length === 0) throw new RangeError('the sample is empty: expected at least one value');
  let lowest = pnl[0];
  for (let i = 1; i < pnl.length; i++) if (pnl[i] < lowest) lowest = pnl[i];
  return lowest;
}
