import { z } from 'zod';
import { InputError } from '../support/input-error.ts';
import { checkSavedLengths, findLoader, parseSaved } from '../support/saved-data.ts';
import type { RegimeModel, RegimeModelJSON } from './detector.ts';
import { createHmmModel } from './hmm-model.ts';
import { createKMeansModel } from './kmeans-model.ts';

/** Probabilities may miss a sum of 1 by this much. */
const rounding = 1e-6;

const number = z.number();
const positive = number.positive();
const nonNegative = number.nonnegative();
const columnOf = (values: z.ZodType<number>) => z.array(values).transform((list) => Float64Array.from(list));
const column = columnOf(number);
const positives = columnOf(positive);
const probabilities = columnOf(number.min(0).max(1));
const shared = {
  features: z.array(z.string()).min(1),
  location: column,
  scale: positives,
  states: z.array(z.object({ volAnnual: nonNegative, meanDaily: number, share: nonNegative })).min(1),
};

const kmeansParts = z.object({ ...shared, centres: column, spread: positive, inertia: nonNegative });
const hmmParts = z.object({
  ...shared,
  start: probabilities,
  transition: probabilities,
  means: column,
  variances: positives,
  fit: z.object({
    logLikelihood: number,
    rows: number,
    parameters: number,
    aic: number,
    bic: number,
    iterations: number,
    converged: z.boolean(),
  }),
});

const loaders: Readonly<Record<string, (json: RegimeModelJSON) => RegimeModel>> = {
  kmeans: (json) => {
    const saved = "regime model 'kmeans'";
    const { location, scale, ...parts } = parseSaved(saved, kmeansParts, json);
    const { features, states, centres } = parts;
    checkSavedLengths(saved, { location, scale }, features.length);
    checkSavedLengths(saved, { centres }, states.length * features.length);
    return createKMeansModel({ ...parts, standardiser: { location, scale } });
  },
  hmm: (json) => {
    const saved = "regime model 'hmm'";
    const { features, location, scale, states, fit, ...parameters } = parseSaved(saved, hmmParts, json);
    const { start, transition, means, variances } = parameters;
    checkSavedLengths(saved, { location, scale }, features.length);
    checkSavedLengths(saved, { start }, states.length);
    checkSavedLengths(saved, { transition }, states.length ** 2);
    checkSavedLengths(saved, { means, variances }, states.length * features.length);
    checkDistributions(saved, { start, transition }, states.length);
    const hmm = { ...parameters, states: states.length, dimensions: features.length };
    return createHmmModel({ features, standardiser: { location, scale }, hmm, states, fit });
  },
};

/**
 * Restores a fitted model from its `toJSON()`, also after a trip through text; the restored model gives the same bits.
 *
 * @throws InputError when the detector is unknown or the data do not fit it
 * @example
 * loadRegimeModel(JSON.parse(JSON.stringify(model)));
 */
export function loadRegimeModel(json: RegimeModelJSON): RegimeModel {
  return findLoader('regime model', loaders, json?.detector)(json);
}

/** Throws an InputError unless every `states` probabilities add up to 1. */
function checkDistributions(saved: string, lists: Readonly<Record<string, Float64Array>>, states: number): void {
  for (const [name, list] of Object.entries(lists)) {
    for (let at = 0; at < list.length; at += states) {
      const total = list.subarray(at, at + states).reduce((sum, probability) => sum + probability, 0);
      if (Math.abs(total - 1) <= rounding) continue;
      throw new InputError(
        `${saved}: ${name} has ${states} probabilities from number ${at} on that add up to ${total}, expected 1; save it again with toJSON()`,
      );
    }
  }
}
