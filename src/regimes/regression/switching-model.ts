import type { FeatureMatrix } from '../../market/features.ts';
import type { RegimeModel, RegimeProbabilities } from '../detector.ts';
import { expectedDurations } from '../expected-durations.ts';
import { checkPermutation } from '../permutation.ts';
import { splitRows } from '../saved-parts.ts';
import type { SwitchingFit } from './fit-switching-regression.ts';
import { readRows } from './switching-data.ts';
import { inferSwitching, marginalise, smoothSwitching } from './switching-inference.ts';
import { createSwitchingOnlineFilter } from './switching-online-filter.ts';
import { permuteSwitching, type SwitchingParameters, toOwnUnits, toParameters } from './switching-parameters.ts';
import type { SwitchingDetectorName, SwitchingParts } from './switching-parts.ts';
import type { SwitchingTerms } from './switching-terms.ts';

/** A fitted switching regression or autoregression. */
export interface SwitchingModel extends RegimeModel {
  readonly detector: SwitchingDetectorName;
  readonly terms: SwitchingTerms;
  readonly fit: SwitchingFit;
  /** In the features' own units, with the regimes in the model's order. */
  readonly parameters: SwitchingParameters;
  /** Rows that each regime lasts on average. */
  readonly expectedDurations: Float64Array;
  /** P(regime | all rows) (Kim 1994): looks ahead. For pictures only, never for decisions. */
  inSampleSmoothed(features: FeatureMatrix): RegimeProbabilities;
}

/** Builds the model around its parts. */
export function createSwitchingModel(parts: SwitchingParts): SwitchingModel {
  const { detector, features: names, terms, standardiser, state, states, fit } = parts;
  const shares = states.map(({ share }) => share);
  const transition = splitRows(state.transition, states.length);
  const infer = (features: FeatureMatrix) => {
    const rows = readRows(features, names, standardiser, state.lags);
    return { rows, inference: inferSwitching(state, rows) };
  };
  return {
    detector,
    states,
    features: names,
    terms,
    fit,
    parameters: toParameters(toOwnUnits(state, standardiser), terms.start === 'stationary'),
    expectedDurations: expectedDurations(transition),
    transition,
    filter: (features) => {
      const { rows, inference } = infer(features);
      return marginalise(inference, inference.filtered, rows, shares);
    },
    inSampleSmoothed: (features) => {
      const { rows, inference } = infer(features);
      return marginalise(inference, smoothSwitching(inference).smoothed, rows, shares);
    },
    online: () => createSwitchingOnlineFilter(parts),
    permute: (order) => {
      checkPermutation(order, states.length);
      const permuted = { state: permuteSwitching(state, order), states: order.map((k) => states[k]) };
      return createSwitchingModel({ ...parts, ...permuted });
    },
    toJSON: () => ({
      detector,
      features: [...names],
      terms: { ...terms },
      location: [...standardiser.location],
      scale: [...standardiser.scale],
      start: [...state.start],
      transition: [...state.transition],
      coefficients: [...state.coefficients],
      lagCoefficients: [...state.lagCoefficients],
      variances: [...state.variances],
      states: states.map((described) => ({ ...described })),
      fit: { ...fit },
    }),
  };
}
