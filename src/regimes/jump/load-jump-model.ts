import { z } from 'zod';
import { InputError } from '../../support/input-error.ts';
import { checkSavedLengths, parseSaved } from '../../support/saved-data.ts';
import type { RegimeModelJSON } from '../detector.ts';
import { checkDistributions, savedColumn, savedProbabilities, savedShared } from '../saved-parts.ts';
import { createJumpModel, type JumpModel } from './jump-model.ts';
import { mostContinuousStates } from './state-grid.ts';

const savedParts = z.object({
  detector: z.enum(['jump', 'continuous-jump']),
  ...savedShared,
  centres: savedColumn,
  penalty: z.number().nonnegative(),
  objective: z.number().nonnegative(),
  transition: savedProbabilities,
});

/** Restores a model from `JumpModel.toJSON()`. Throws an InputError on data it cannot have written. */
export function loadJumpModel(json: RegimeModelJSON): JumpModel {
  const saved = `regime model '${json.detector}'`;
  const { location, scale, ...parts } = parseSaved(saved, savedParts, json);
  const { detector, features, states, centres, transition } = parts;
  if (detector === 'continuous-jump' && states.length > mostContinuousStates) {
    throw new InputError(`${saved}: ${states.length} regimes, expected at most ${mostContinuousStates}`);
  }
  checkSavedLengths(saved, { location, scale }, features.length);
  checkSavedLengths(saved, { centres }, states.length * features.length);
  checkSavedLengths(saved, { transition }, states.length ** 2);
  checkDistributions(saved, { transition }, states.length);
  return createJumpModel({ ...parts, standardiser: { location, scale } });
}
