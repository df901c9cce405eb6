import { mean, populationVariance } from '../math/moments.ts';
import type { Criterion } from './criterion.ts';
import { guardSamples } from './guard-samples.ts';

/**
 * Variance of the P&L (divisor n), in the square of the P&L's unit. It does not see the mean, so no sure loss is as bad
 * as a risky sample; its certainty equivalent is the mean loss, the price at which the hedge of least squared error
 * starts (Schweizer, 1995). Not monotone: a gain on top may be worse.
 */
export function variance(): Criterion {
  return guardSamples({
    name: 'variance',
    value: populationVariance,
    certaintyEquivalent: (pnl) => -mean(pnl),
    gradient(pnl, out) {
      const center = mean(pnl);
      const scale = 2 / pnl.length;
      for (let i = 0; i < pnl.length; i++) out[i] = scale * (pnl[i] - center);
      return populationVariance(pnl);
    },
  });
}
