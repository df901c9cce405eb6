import type { BacktestResults, PolicyResult } from '../backtest/results.ts';

/** Policies by objective, the best first; one without a figure comes last. */
export function rankPolicies({ policies }: Pick<BacktestResults, 'policies'>): readonly PolicyResult[] {
  const key = ({ metrics }: PolicyResult) =>
    Number.isFinite(metrics.objective) ? metrics.objective : Number.POSITIVE_INFINITY;
  return [...policies].sort((a, b) => (key(a) === key(b) ? 0 : key(a) - key(b)));
}

/** The tuned delta band of the comparison: the bar that learned policies have to clear. */
export function bandPolicy({ policies }: Pick<BacktestResults, 'policies'>): PolicyResult | undefined {
  return policies.find(({ name }) => name === 'delta-band') ?? policies.find(({ kind }) => kind === 'band');
}

/** Where a difference stands by its 95 % interval. A lower objective is better. */
export type Standing = 'better' | 'worse' | 'unclear';

/** 'better' or 'worse' only when the whole interval is on that side of zero. */
export function standing({ low, high }: { readonly low: number; readonly high: number }): Standing {
  if (high < 0) return 'better';
  return low > 0 ? 'worse' : 'unclear';
}
