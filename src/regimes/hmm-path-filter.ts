import { gaussianLogDensities } from './gaussian-emissions.ts';
import { runForward } from './hmm-forward-backward.ts';
import type { HmmModel } from './hmm-model.ts';
import { scaleLikelihoods } from './markov-chain.ts';
import { standardise } from './observations.ts';

/** Filters many short histories of one feature, one after another, in memory that is used again. */
export interface HmmPathFilter {
  /** The feature's values of the history to filter, oldest first: to be filled by the caller; none may be missing. */
  readonly values: Float64Array;
  /** P(regime k | values 0..t) at `t * states + k`; overwritten by the next call. */
  filter(): Float64Array;
}

/**
 * The filter of a hidden Markov model of one feature for histories of a fixed number of rows: the same steps as
 * `HmmModel.filter` and the same bits, without a matrix of features for each history.
 *
 * @throws RangeError when the model reads more than one feature
 */
export function createHmmPathFilter({ parts }: Pick<HmmModel, 'parts'>, rows: number): HmmPathFilter {
  const { hmm, standardiser, features } = parts;
  if (features.length !== 1) {
    throw new RangeError(`the model reads ${features.length} features (${features.join(', ')}): expected one`);
  }
  const [location] = standardiser.location;
  const [scale] = standardiser.scale;
  const values = new Float64Array(rows);
  const likelihoods = new Float64Array(rows * hmm.states);
  const filtered = new Float64Array(likelihoods.length);
  const scales = new Float64Array(rows);
  const observations = {
    rows,
    dimensions: 1,
    values: new Float64Array(rows),
    complete: new Uint8Array(rows).fill(1),
    completeRows: rows,
  };

  function filter(): Float64Array {
    for (let t = 0; t < rows; t++) observations.values[t] = standardise(values[t], location, scale);
    gaussianLogDensities(hmm, observations, likelihoods);
    scaleLikelihoods(likelihoods, hmm.states);
    runForward(hmm, likelihoods, filtered, scales);
    return filtered;
  }

  return { values, filter };
}
