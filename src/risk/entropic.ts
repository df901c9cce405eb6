import { logMeanExp } from '../math/log-mean-exp.ts';
import { requirePositive } from '../support/require.ts';
import type { Criterion } from './criterion.ts';
import { guardSamples } from './guard-samples.ts';

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
    return logMeanExp(pnl.map((gain) => -riskAversion * (gain - worst))) / riskAversion - worst;
  };
  return guardSamples({
    name: `entropic, risk aversion ${riskAversion}`,
    value,
    certaintyEquivalent: value,
    gradient(pnl, out) {
      const worst = smallest(pnl);
      let sum = 0;
      for (let i = 0; i < pnl.length; i++) sum += out[i] = Math.exp(-riskAversion * (pnl[i] - worst));
      for (let i = 0; i < pnl.length; i++) out[i] /= -sum;
      return value(pnl);
    },
  });
}

function smallest(pnl: Float64Array): number {
  let lowest = pnl[0];
  for (let i = 1; i < pnl.length; i++) if (pnl[i] < lowest) lowest = pnl[i];
  return lowest;
}
