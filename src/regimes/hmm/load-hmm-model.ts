import { z } from 'zod';
import { checkSavedLengths, parseSaved } from '../../support/saved-data.ts';
import type { RegimeModelJSON } from '../detector.ts';
import { checkDistributions, savedColumn, savedPositives, savedProbabilities, savedShared } from '../saved-parts.ts';
import { createHmmModel, type HmmModel } from './hmm-model.ts';

const savedParts = z.object({
  ...savedShared,
  start: savedProbabilities,
  transition: savedProbabilities,
  means: savedColumn,
  variances: savedPositives,
  fit: z.object({
    logLikelihood: z.number(),
    rows: z.number(),
    parameters: z.number(),
    aic: z.number(),
    bic: z.number(),
    iterations: z.number(),
    converged: z.boolean(),
  }),
});

/** Restores a model from `HmmModel.toJSON()`. Throws an InputError on data it cannot have written. */
export function loadHmmModel(json: RegimeModelJSON): HmmModel {
  const saved = "regime model 'hmm'";
  const { features, location, scale, states, fit, ...parameters } = parseSaved(saved, savedParts, json);
  const { start, transition, means, variances } = parameters;
  checkSavedLengths(saved, { location, scale }, features.length);
  checkSavedLengths(saved, { start }, states.length);
  checkSavedLengths(saved, { transition }, states.length ** 2);
  checkSavedLengths(saved, { means, variances }, states.length * features.length);
  checkDistributions(saved, { start, transition }, states.length);
  const hmm = { ...parameters, states: states.length, dimensions: features.length };
  return createHmmModel({ features, standardiser: { location, scale }, hmm, states, fit });
}
