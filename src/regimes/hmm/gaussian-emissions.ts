import type { MarkovChain } from '../chain/markov-chain.ts';
import type { Observations } from '../observations.ts';
import { permuteBlocks, permuteSquare } from '../permutation.ts';

/** A hidden Markov model with independent normal features in each state (diagonal covariance). */
export interface GaussianHmm extends MarkovChain {
  readonly dimensions: number;
  /** State k, feature d at `k * dimensions + d`. */
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/**
 * Log density of every row under every state (rows × states). A row that is not complete counts as missing: 0, that is
 * likelihood 1 under every state.
 */
export function gaussianLogDensities(hmm: GaussianHmm, observations: Observations, out: Float64Array): void {
  const { states, dimensions, means } = hmm;
  const { rows, values, complete } = observations;
  const { precisions, constants } = densityTerms(hmm);
  for (let t = 0; t < rows; t++) {
    const at = t * states;
    if (complete[t] === 0) {
      for (let k = 0; k < states; k++) out[at + k] = 0;
      continue;
    }
    const row = t * dimensions;
    for (let k = 0; k < states; k++) {
      let distance = 0;
      for (let d = 0, m = k * dimensions; d < dimensions; d++, m++) {
        const deviation = values[row + d] - means[m];
        distance += deviation * deviation * precisions[m];
      }
      out[at + k] = constants[k] - 0.5 * distance;
    }
  }
}

/** Terms of the log density of state k, constant_k − ½ Σ_d (x_d − mean_kd)² precision_kd. */
export function densityTerms({ states, dimensions, variances }: GaussianHmm): {
  readonly precisions: Float64Array;
  readonly constants: Float64Array;
} {
  const precisions = variances.map((variance) => 1 / variance);
  const constants = new Float64Array(states);
  for (let k = 0; k < states; k++) {
    for (let d = 0; d < dimensions; d++) {
      constants[k] -= 0.5 * Math.log(2 * Math.PI * variances[k * dimensions + d]);
    }
  }
  return { precisions, constants };
}

/** The same model with state `order[k]` renamed to k. */
export function permuteStates(hmm: GaussianHmm, order: readonly number[]): GaussianHmm {
  const { dimensions, start, transition, means, variances } = hmm;
  return {
    ...hmm,
    start: permuteBlocks(start, order, 1),
    transition: permuteSquare(transition, order),
    means: permuteBlocks(means, order, dimensions),
    variances: permuteBlocks(variances, order, dimensions),
  };
}
