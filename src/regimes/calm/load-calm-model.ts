import { z } from 'zod';
import { checkSavedLengths, parseSaved } from '../../support/saved-data.ts';
import type { RegimeModel, RegimeModelJSON } from '../detector.ts';
import { checkDistributions, savedProbabilities, savedShared } from '../saved-parts.ts';
import { type CalmModel, createCalmModel } from './calm-model.ts';
import { createCalmRule, savedCalmRule } from './load-calm-rule.ts';

const savedParts = z.object({
  states: savedShared.states,
  transition: savedProbabilities,
  rules: z.array(savedCalmRule).min(1),
  inner: z.looseObject({ detector: z.string() }),
});

/**
 * Restores a model from `CalmModel.toJSON()`; `load` restores the one underneath.
 *
 * @throws InputError on data it cannot have written
 */
export function loadCalmModel(json: RegimeModelJSON, load: (json: RegimeModelJSON) => RegimeModel): CalmModel {
  const saved = "regime model 'calm'";
  const { states, transition, rules, inner: savedInner } = parseSaved(saved, savedParts, json);
  const inner = load(savedInner);
  checkSavedLengths(saved, { states }, inner.states.length);
  checkSavedLengths(saved, { transition }, states.length ** 2);
  checkDistributions(saved, { transition }, states.length);
  return createCalmModel({ inner, rules: rules.map(createCalmRule), states, transition });
}
