import { advanceForward, predictStates } from '../chain/forward-backward.ts';
import { relativeLikelihood } from '../chain/markov-chain.ts';
import type { OnlineFilter } from '../detector.ts';
import { standardise } from '../observations.ts';
import { densityTerms, distanceFrom, logDensityAt } from './emission-densities.ts';
import type { HmmParts } from './hmm-parts.ts';

/** The filter of a hidden Markov model, row by row: the arithmetic of `HmmModel.filter`, hence its bits. Allocates nothing. */
export function createHmmOnlineFilter({ hmm, standardiser, states: described }: HmmParts): OnlineFilter {
  const { states, dimensions, start, transition } = hmm;
  const { location, scale } = standardiser;
  const terms = densityTerms(hmm);
  const likelihoods = new Float64Array(states);
  const predicted = start.slice();
  const filtered = Float64Array.from(described, ({ share }) => share);
  const point = new Float64Array(dimensions);
  let begun = false;

  return {
    next(values) {
      let complete = true;
      for (let d = 0; d < dimensions; d++) {
        if (!Number.isFinite(values[d])) complete = false;
        point[d] = standardise(values[d], location[d], scale[d]);
      }
      if (!begun && !complete) return filtered;
      let largest = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < states; k++) {
        likelihoods[k] = complete ? logDensityAt(terms, k, distanceFrom(terms, k, point, 0)) : 0;
        if (likelihoods[k] > largest) largest = likelihoods[k];
      }
      for (let k = 0; k < states; k++) likelihoods[k] = relativeLikelihood(likelihoods[k], largest);
      if (begun) predictStates(transition, filtered, predicted);
      advanceForward(predicted, likelihoods, filtered);
      begun = true;
      return filtered;
    },
  };
}
