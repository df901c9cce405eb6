import { z } from 'zod';
import { checkSavedLengths, parseSaved } from '../../support/saved-data.ts';
import type { RegimeModel, RegimeModelJSON } from '../detector.ts';
import { createHmmModel, type HmmModel } from '../hmm/hmm-model.ts';
import type { HmmParts } from '../hmm/hmm-parts.ts';
import { parseHmmParts } from '../hmm/load-hmm-model.ts';
import { permuteSquare } from '../permutation.ts';
import { checkDistributions, savedProbabilities, splitRows } from '../saved-parts.ts';

/** A fitted mixture: a hidden Markov model whose rows draw their regimes independently. */
export interface MixtureModel
  extends RegimeModel,
    Pick<HmmModel, 'fit' | 'means' | 'variances' | 'covariances' | 'degrees' | 'parts' | 'sample'> {
  /** Share of each regime in the mixture. */
  readonly weights: Float64Array;
}

/**
 * Builds the model around its parts.
 *
 * @param counted how often regimes follow each other in the fitted rows (`labelTransition`), i to j at `i * states + j`
 */
export function createMixtureModel(parts: HmmParts, counted: Float64Array): MixtureModel {
  const {
    features,
    states,
    fit,
    means,
    variances,
    covariances,
    degrees,
    start,
    filter,
    online,
    permute,
    sample,
    toJSON,
  } = createHmmModel(parts);
  return {
    detector: 'mixture',
    features,
    states,
    fit,
    means,
    variances,
    covariances,
    degrees,
    parts,
    weights: start,
    transition: splitRows(counted, states.length),
    filter,
    online,
    sample,
    permute: (order) => createMixtureModel(permute(order).parts, permuteSquare(counted, order)),
    toJSON: () => ({ ...toJSON(), detector: 'mixture', counted: [...counted] }),
  };
}

/** Restores a model from `MixtureModel.toJSON()`. Throws an InputError on data it cannot have written. */
export function loadMixtureModel(json: RegimeModelJSON): MixtureModel {
  const saved = "regime model 'mixture'";
  const parts = parseHmmParts(saved, json, ['independent']);
  const { counted } = parseSaved(saved, z.object({ counted: savedProbabilities }), json);
  checkSavedLengths(saved, { counted }, parts.states.length ** 2);
  checkDistributions(saved, { counted }, parts.states.length);
  return createMixtureModel(parts, counted);
}
