import { mean, populationVariance } from '../math/moments.ts';
import type { Criterion } from './criterion.ts';

/**
 * Variance of the P&L (divisor n). It does not see the mean, so no sure loss is as bad as a risky sample; its
 * certainty equivalent is the mean loss, the price at which the hedge of least squared error starts (Schweizer, 1995).
 */
export function variance(): Criterion {
  return {
    name: 'variance',
    isCashInvariant: false,
    seesCash: false,
    value: populationVariance,
    certaintyEquivalent: (pnl) => -mean(pnl),
    gradient(pnl, out) {
      const center = mean(pnl);
      const scale = 2 / pnl.length;
      for (let i = 0; i < pnl.length; i++) out[i] = scale * (pnl[i] - center);
      return populationVariance(pnl);
    },
  };
}
