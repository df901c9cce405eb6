import type { FeatureMatrix } from '../../market/features.ts';
import type { RegimeModel, RegimeModelJSON, RegimeProbabilities } from '../detector.ts';
import { observe } from '../observations.ts';
import { checkPermutation } from '../permutation.ts';
import { splitRows } from '../saved-parts.ts';
import { covarianceOf } from './covariance.ts';
import { type Hmm, permuteStates } from './emissions.ts';
import { filterStates, findStates, smoothStates } from './hmm-inference.ts';
import { createHmmOnlineFilter } from './hmm-online-filter.ts';
import type { HmmFit, HmmParts } from './hmm-parts.ts';
import { type HmmSample, sampleHmm } from './sample-hmm.ts';

/** A fitted hidden Markov model, in the features' own units. */
export interface HmmModel extends RegimeModel {
  readonly fit: HmmFit;
  /** One row per regime, one value per feature. */
  readonly means: readonly Float64Array[];
  /** Likewise, whatever the kind of covariance; of Student-t laws ν / (ν − 2) × the squared scale. */
  readonly variances: readonly Float64Array[];
  /** One matrix per regime, features × features, row by row. */
  readonly covariances: readonly Float64Array[];
  /** Degrees of freedom per regime; empty for normal laws. */
  readonly degrees: Float64Array;
  /** Distribution at the first complete row. */
  readonly start: Float64Array;
  /** What the model is built around, in standard units: for `createHmmRowFilter` and warm starts. */
  readonly parts: HmmParts;
  /** P(regime | all rows): looks ahead. For pictures only, never for decisions. */
  inSampleSmoothed(features: FeatureMatrix): RegimeProbabilities;
  /** Most probable path of regimes given all rows (Viterbi): looks ahead. For pictures only, never for decisions. */
  inSampleViterbi(features: FeatureMatrix): Int32Array;
  permute(order: readonly number[]): HmmModel;
  /** Draws a history: the chain from its start distribution, features from the regimes' laws. */
  sample(rows: number, options: { readonly seed: number }): HmmSample;
}

/** Builds the model around its parts. */
export function createHmmModel(parts: HmmParts): HmmModel {
  const { features: names, standardiser, hmm, states, fit } = parts;
  const { location, scale } = standardiser;
  const width = names.length;
  const shares = states.map(({ share }) => share);
  const covariances = states.map((_, k) => covarianceInUnits(hmm, k, scale));
  return {
    detector: 'hmm',
    states,
    features: names,
    parts,
    fit,
    means: splitRows(hmm.means, width).map((row) => row.map((mean, d) => location[d] + scale[d] * mean)),
    variances: covariances.map((matrix) => Float64Array.from(names, (_, d) => matrix[d * (width + 1)])),
    covariances,
    degrees: hmm.degrees.slice(),
    start: hmm.start.slice(),
    transition: splitRows(hmm.transition, states.length),
    filter: (features) => filterStates(hmm, observe(features, names, standardiser), shares),
    online: () => createHmmOnlineFilter(parts),
    inSampleSmoothed: (features) => smoothStates(hmm, observe(features, names, standardiser), shares),
    inSampleViterbi: (features) => findStates(hmm, observe(features, names, standardiser)),
    sample: (rows, options) => sampleHmm(parts, rows, options),
    permute: (order) => {
      checkPermutation(order, states.length);
      return createHmmModel({ ...parts, hmm: permuteStates(hmm, order), states: order.map((k) => states[k]) });
    },
    toJSON: () => savedHmm(parts),
  };
}

function covarianceInUnits(
  { covariance, variances, degrees, law }: Hmm,
  state: number,
  scale: Float64Array,
): Float64Array {
  const size = scale.length;
  const spread = law === 'student-t' ? degrees[state] / (degrees[state] - 2) : 1;
  return covarianceOf(covariance, variances, state, size).map((value, ij) => {
    const i = Math.floor(ij / size);
    const j = ij % size;
    return (i === j ? scale[i] ** 2 : scale[i] * scale[j]) * value * spread;
  });
}

/** What `loadHmmModel` reads. */
function savedHmm({ features, standardiser, hmm, chain, states, fit }: HmmParts): RegimeModelJSON {
  return {
    detector: 'hmm',
    features: [...features],
    location: [...standardiser.location],
    scale: [...standardiser.scale],
    law: hmm.law,
    covariance: hmm.covariance,
    chain,
    start: [...hmm.start],
    transition: [...hmm.transition],
    means: [...hmm.means],
    variances: [...hmm.variances],
    degrees: [...hmm.degrees],
    states: states.map((state) => ({ ...state })),
    fit: { ...fit },
  };
}
