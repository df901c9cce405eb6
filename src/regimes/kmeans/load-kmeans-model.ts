import { z } from 'zod';
import { checkSavedLengths, parseSaved } from '../../support/saved-data.ts';
import type { RegimeModelJSON } from '../detector.ts';
import { checkDistributions, savedColumn, savedProbabilities, savedShared } from '../saved-parts.ts';
import { createKMeansModel, type KMeansModel } from './kmeans-model.ts';

const savedParts = z.object({
  ...savedShared,
  centres: savedColumn,
  spread: z.number().positive(),
  inertia: z.number().nonnegative(),
  transition: savedProbabilities,
});

/** Restores a model from `KMeansModel.toJSON()`. Throws an InputError on data it cannot have written. */
export function loadKMeansModel(json: RegimeModelJSON): KMeansModel {
  const saved = "regime model 'kmeans'";
  const { location, scale, ...parts } = parseSaved(saved, savedParts, json);
  const { features, states, centres, transition } = parts;
  checkSavedLengths(saved, { location, scale }, features.length);
  checkSavedLengths(saved, { centres }, states.length * features.length);
  checkSavedLengths(saved, { transition }, states.length ** 2);
  checkDistributions(saved, { transition }, states.length);
  return createKMeansModel({ ...parts, standardiser: { location, scale } });
}
