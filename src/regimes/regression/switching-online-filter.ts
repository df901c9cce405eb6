import { relativeLikelihood } from '../chain/markov-chain.ts';
import type { OnlineFilter } from '../detector.ts';
import { standardise } from '../observations.ts';
import { joinLags, sumLags } from './joint-chain.ts';
import { advanceJoint } from './joint-filter.ts';
import { densityTermsOf, deviationOf, fillLogDensities } from './switching-densities.ts';
import type { SwitchingParts } from './switching-parts.ts';

/**
 * The filter of a switching regression, row by row: the arithmetic of `SwitchingModel.filter`, hence its bits. The
 * deviations of the last rows stand in a ring, so a row costs the same however many came before. Allocates nothing.
 */
export function createSwitchingOnlineFilter({ state, standardiser, states: described }: SwitchingParts): OnlineFilter {
  const { states, terms, lags, coefficients } = state;
  const { location, scale } = standardiser;
  const chain = joinLags(state);
  const density = densityTermsOf(state);
  const block = states ** lags;
  const width = lags + 1;
  const likelihoods = new Float64Array(chain.size);
  let joint = new Float64Array(chain.size);
  let before = new Float64Array(chain.size);
  const filtered = Float64Array.from(described, ({ share }) => share);
  const regressors = new Float64Array(terms).fill(1);
  const deviations = new Float64Array(width * states);
  const places = new Int32Array(width);
  let row = 0;
  /** Complete rows up to this one without a gap. */
  let run = 0;
  let begun = false;

  /** Takes the row's deviations into the ring; false when the row is not complete. */
  function takeRow(values: ArrayLike<number>): boolean {
    for (let d = 0; d < terms; d++) if (!Number.isFinite(values[d])) return false;
    const dependent = standardise(values[0], location[0], scale[0]);
    for (let d = 1; d < terms; d++) regressors[d] = standardise(values[d], location[d], scale[d]);
    const slot = (row % width) * states;
    for (let k = 0; k < states; k++) {
      deviations[slot + k] = deviationOf(dependent, regressors, 0, coefficients, terms, k);
    }
    return true;
  }

  function fillLikelihoods(usable: boolean): void {
    likelihoods.fill(1);
    if (!usable) return;
    for (let m = 0; m < width; m++) places[m] = ((row - m) % width) * states;
    fillLogDensities(density, deviations, places, likelihoods, 0);
    let largest = likelihoods[0];
    for (let n = 1; n < likelihoods.length; n++) if (likelihoods[n] > largest) largest = likelihoods[n];
    for (let n = 0; n < likelihoods.length; n++) likelihoods[n] = relativeLikelihood(likelihoods[n], largest);
  }

  return {
    next(values) {
      const complete = takeRow(values);
      run = complete ? run + 1 : 0;
      const usable = run > lags;
      if (begun || usable) {
        fillLikelihoods(usable);
        [before, joint] = [joint, before];
        advanceJoint(chain, begun ? before : undefined, 0, likelihoods, joint, 0);
        sumLags(joint, 0, block, filtered);
        begun = true;
      } else if (complete) sumLags(chain.start, 0, block, filtered);
      row++;
      return filtered;
    },
  };
}
