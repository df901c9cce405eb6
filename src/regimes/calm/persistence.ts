import type { ProbabilityRule } from './calm-rule.ts';

export interface PersistenceOptions {
  /** Days after which a row weighs half as much; 0 keeps the probabilities as they are. */
  readonly halfLifeDays: number;
}

/**
 * The exponentially weighted mean of the probabilities so far (Roberts 1959): s₀ = p₀ and sₜ = λ sₜ₋₁ + (1 − λ) pₜ with
 * λ = 2^(−1/halfLifeDays), so that the weight of a row halves every `halfLifeDays` days. Rows still sum to 1. A row
 * without probabilities (NaN) repeats the mean.
 *
 * @throws RangeError on a half-life that is no finite number >= 0
 * @example
 * calmRegimes(model.filter(features), [persistence({ halfLifeDays: 5 })]).probabilities;
 */
export function persistence({ halfLifeDays }: PersistenceOptions): ProbabilityRule {
  if (!(halfLifeDays >= 0 && Number.isFinite(halfLifeDays))) {
    throw new RangeError(`halfLifeDays is ${halfLifeDays}: expected a finite number >= 0`);
  }
  const memory = 2 ** (-1 / halfLifeDays);
  return {
    acts: 'on probabilities',
    start(states) {
      const mean = new Float64Array(states).fill(Number.NaN);
      return (probabilities) => {
        const missing = probabilities.some(Number.isNaN);
        for (let k = 0; k < states; k++) {
          const begun = !Number.isNaN(mean[k]);
          if (!missing) mean[k] = begun ? memory * mean[k] + (1 - memory) * probabilities[k] : probabilities[k];
          probabilities[k] = mean[k];
        }
      };
    },
    toJSON: () => ({ rule: 'persistence', halfLifeDays }),
  };
}
