import { logMeanExp } from '../math/log-mean-exp.ts';
import { mean } from '../math/moments.ts';
import { InputError } from '../support/input-error.ts';
import { requireNonNegative, requirePositive } from '../support/require.ts';
import type { Criterion } from './criterion.ts';
import { guardSamples } from './guard-samples.ts';

/**
 * Isoelastic utility (constant relative risk aversion γ) of final wealth W = w + P&L: u(W) = W^(1−γ)/(1−γ), log W where
 * γ is 1 (Pratt, "Risk aversion in the small and in the large", 1964; Merton, 1969). The value is its certainty
 * equivalent as a loss, w − u⁻¹(mean u(W)): the sure loss that leaves as much utility, in the P&L's unit, least for the
 * hedge of most expected utility.
 *
 * Wealth w is what the desk has beside the P&L, in the P&L's unit: 100, where P&L is in percent of spot, for capital of
 * one spot per contract. Small risks cost about γ/(2w) of their variance. Not cash-invariant: who is richer minds less.
 *
 * @param riskAversion γ, a number without unit
 * @param initialWealth w, at least 0
 * @throws RangeError when γ is not a finite number > 0 or w not one >= 0; InputError, from the functions, when an outcome
 *   leaves no wealth, of which this utility makes nothing
 * @example
 * isoelastic(1, 10).value(Float64Array.of(10, -5)); // 0: √(20 × 5) is the wealth of before
 */
export function isoelastic(riskAversion: number, initialWealth: number): Criterion {
  requirePositive('riskAversion', riskAversion);
  requireNonNegative('initialWealth', initialWealth);
  const power = 1 - riskAversion;

  /** Log of each wealth over the mean wealth, and of the sure wealth as good as the sample. */
  function logWealth(pnl: Float64Array) {
    requireWealth(pnl, initialWealth);
    const center = mean(pnl);
    const base = initialWealth + center;
    const logs = pnl.map((gain) => Math.log1p((gain - center) / base));
    const sure = power === 0 ? mean(logs) : logMeanExp(logs.map((log) => power * log)) / power;
    return { logs, sure, loss: -center - base * Math.expm1(sure) };
  }

  const value = (pnl: Float64Array) => logWealth(pnl).loss;
  return guardSamples({
    name: `isoelastic, risk aversion ${riskAversion}, wealth ${initialWealth}`,
    isCashInvariant: false,
    lowestPnl: -initialWealth,
    value,
    certaintyEquivalent: value,
    gradient(pnl, out) {
      const { logs, sure, loss } = logWealth(pnl);
      for (let i = 0; i < pnl.length; i++) out[i] = -Math.exp(riskAversion * (sure - logs[i])) / pnl.length;
      return loss;
    },
  });
}

function requireWealth(pnl: Float64Array, initialWealth: number): void {
  for (let i = 0; i < pnl.length; i++) {
    if (!(pnl[i] > -initialWealth)) {
      const wealth = initialWealth + pnl[i];
      throw new InputError(
        `wealth at outcome ${i} is ${wealth} (initialWealth ${initialWealth}, P&L ${pnl[i]}): expected it above 0: give a larger initialWealth`,
      );
    }
  }
}
