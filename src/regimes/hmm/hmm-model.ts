import type { FeatureMatrix } from '../../market/features.ts';
import type { RegimeModel, RegimeProbabilities, RegimeState } from '../detector.ts';
import { observe, type Standardiser } from '../observations.ts';
import { checkPermutation } from '../permutation.ts';
import { type GaussianHmm, permuteStates } from './gaussian-emissions.ts';
import { filterStates, findStates, smoothStates } from './hmm-inference.ts';
import { createHmmOnlineFilter } from './hmm-online-filter.ts';

/** How the fit went and how good it is. Likelihoods are those of the features in their own units. */
export interface HmmFit {
  readonly logLikelihood: number;
  /** Complete rows fitted on. */
  readonly rows: number;
  /** K − 1 start, K (K − 1) transition, K D means and K D variances, for K states and D features. */
  readonly parameters: number;
  /** −2 log L + 2 parameters (Akaike 1974). */
  readonly aic: number;
  /** −2 log L + parameters × ln(rows) (Schwarz 1978). */
  readonly bic: number;
  /** Iterations of EM that led to these parameters, and whether the last one changed the likelihood too little to go on. */
  readonly iterations: number;
  readonly converged: boolean;
}

/** What a fitted hidden Markov model is made of: plain enough to be saved. */
export interface HmmParts {
  readonly features: readonly string[];
  readonly standardiser: Standardiser;
  /** In standard units of the features. */
  readonly hmm: GaussianHmm;
  readonly states: readonly RegimeState[];
  readonly fit: HmmFit;
}

/** A fitted hidden Markov model, in the features' own units. */
export interface HmmModel extends RegimeModel {
  readonly fit: HmmFit;
  /** One row per regime, one value per feature. */
  readonly means: readonly Float64Array[];
  readonly variances: readonly Float64Array[];
  /** Distribution at the first complete row. */
  readonly start: Float64Array;
  /** What the model is built around, in standard units: for `createHmmRowFilter`. */
  readonly parts: HmmParts;
  /** P(regime | all rows): looks ahead. For pictures only, never for decisions. */
  inSampleSmoothed(features: FeatureMatrix): RegimeProbabilities;
  /** Most probable path of regimes given all rows (Viterbi): looks ahead. For pictures only, never for decisions. */
  inSampleViterbi(features: FeatureMatrix): Int32Array;
}

/** Builds the model around its parts. */
export function createHmmModel(parts: HmmParts): HmmModel {
  const { features: names, standardiser, hmm, states, fit } = parts;
  const { location, scale } = standardiser;
  const shares = states.map(({ share }) => share);
  const byState = (values: Float64Array, width: number) =>
    states.map((_, k) => values.slice(k * width, (k + 1) * width));
  return {
    detector: 'hmm',
    states,
    features: names,
    parts,
    fit,
    means: byState(hmm.means, names.length).map((row) => row.map((mean, d) => location[d] + scale[d] * mean)),
    variances: byState(hmm.variances, names.length).map((row) => row.map((variance, d) => scale[d] ** 2 * variance)),
    start: hmm.start.slice(),
    transition: byState(hmm.transition, states.length),
    filter: (features) => filterStates(hmm, observe(features, names, standardiser), shares),
    online: () => createHmmOnlineFilter(parts),
    inSampleSmoothed: (features) => smoothStates(hmm, observe(features, names, standardiser), shares),
    inSampleViterbi: (features) => findStates(hmm, observe(features, names, standardiser)),
    permute: (order) => {
      checkPermutation(order, states.length);
      const permuted = { hmm: permuteStates(hmm, order), states: order.map((k) => states[k]) };
      return createHmmModel({ ...parts, ...permuted });
    },
    toJSON: () => ({
      detector: 'hmm',
      features: [...names],
      location: [...location],
      scale: [...scale],
      start: [...hmm.start],
      transition: [...hmm.transition],
      means: [...hmm.means],
      variances: [...hmm.variances],
      states: states.map((state) => ({ ...state })),
      fit: { ...fit },
    }),
  };
}
