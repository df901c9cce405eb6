import { tradingDaysPerYear } from '../market/trading-days.ts';
import type { RegimeState } from './detector.ts';

/** Mean and variance of a day's log return in each regime. */
export interface RegimeMoments {
  readonly means: Float64Array;
  /** About the regime's own mean. */
  readonly variances: Float64Array;
}

/**
 * Daily moments of each regime from its figures. `volAnnual` is taken about the mean c = Σ share_k μ_k of all fitted days
 * (`describeRegimes`), hence the variance about the regime's own mean is volAnnual² / 252 − (μ_k − c)², at least 0.
 */
export function regimeMoments(states: readonly RegimeState[]): RegimeMoments {
  const centre = states.reduce((sum, { share, meanDaily }) => sum + share * meanDaily, 0);
  return {
    means: Float64Array.from(states, ({ meanDaily }) => meanDaily),
    variances: Float64Array.from(states, ({ volAnnual, meanDaily }) =>
      Math.max(0, volAnnual ** 2 / tradingDaysPerYear - (meanDaily - centre) ** 2),
    ),
  };
}
