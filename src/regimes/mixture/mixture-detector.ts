import type { FeatureMatrix } from '../../market/features.ts';
import type { DetectorFitOptions, RegimeDetector } from '../detector.ts';
import { fitHmm } from '../hmm/fit-hmm.ts';
import { earlierParts } from '../hmm/hmm-detector.ts';
import { completeHmmSettings, type HmmDetectorOptions } from '../hmm/hmm-fit-settings.ts';
import { prepareHmmFit } from '../hmm/hmm-fit-steps.ts';
import { createHmmModel } from '../hmm/hmm-model.ts';
import { labelTransition } from '../label-transition.ts';
import { observe } from '../observations.ts';
import { createMixtureModel, type MixtureModel } from './mixture-model.ts';

export type MixtureDetectorOptions = Omit<HmmDetectorOptions, 'start'>;

export interface MixtureDetector extends RegimeDetector {
  fit(features: FeatureMatrix, options: DetectorFitOptions): MixtureModel;
}

/**
 * Regimes by a mixture of normal or Student-t laws (McLachlan and Peel 2000): each row is judged by itself, so the regimes
 * know no persistence. Fitted by expectation and maximisation with the restarts, floors and refusals of `createHmmDetector`,
 * of which it is the case of independent rows; features vary together by default (covariance 'full').
 *
 * A row with a missing feature has the mixture's weights.
 *
 * @throws RangeError on impossible options
 * @example
 * const model = createMixtureDetector({ states: 2, features: ['logVol5', 'trend21'] }).fit(features, { seed: 1, returns });
 */
export function createMixtureDetector(options: MixtureDetectorOptions): MixtureDetector {
  const { states, features: names } = options;
  const settings = completeHmmSettings(options, 'independent', 'full');

  function fit(features: FeatureMatrix, options: DetectorFitOptions): MixtureModel {
    const previous = earlierParts(options.previous, 'mixture', settings);
    const { plan, conclude } = prepareHmmFit(features, settings, options, { previous });
    const parts = conclude(fitHmm(plan, options));
    const { complete } = observe(features, names, parts.standardiser);
    const counted = labelTransition(createHmmModel(parts).filter(features), complete).flatMap((row) => [...row]);
    return createMixtureModel(parts, Float64Array.from(counted));
  }

  return { name: 'mixture', states, features: [...names], fit };
}
