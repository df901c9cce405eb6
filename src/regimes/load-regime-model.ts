import { z } from 'zod';
import { InputError } from '../support/input-error.ts';
import type { RegimeModel, RegimeModelJSON } from './detector.ts';
import { createHmmModel } from './hmm-model.ts';
import { createKMeansModel } from './kmeans-model.ts';

const number = z.number();
const column = z.array(number).transform((values) => Float64Array.from(values));
const shared = {
  features: z.array(z.string()).min(1),
  location: column,
  scale: column,
  states: z.array(z.object({ volAnnual: number, meanDaily: number, share: number })).min(1),
};

const kmeansParts = z.object({ ...shared, centres: column, spread: number, inertia: number });
const hmmParts = z.object({
  ...shared,
  start: column,
  transition: column,
  means: column,
  variances: column,
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
    const { location, scale, ...parts } = parse(kmeansParts, json);
    const { features, states, centres } = parts;
    checkLengths({ location, scale }, features.length);
    checkLengths({ centres }, states.length * features.length);
    return createKMeansModel({ ...parts, standardiser: { location, scale } });
  },
  hmm: (json) => {
    const { features, location, scale, states, fit, ...parameters } = parse(hmmParts, json);
    const { start, transition, means, variances } = parameters;
    checkLengths({ location, scale }, features.length);
    checkLengths({ start }, states.length);
    checkLengths({ transition }, states.length ** 2);
    checkLengths({ means, variances }, states.length * features.length);
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
  if (!Object.hasOwn(loaders, json.detector)) {
    throw new InputError(
      `regime model: unknown detector '${json.detector}', expected one of ${Object.keys(loaders).join(', ')}`,
    );
  }
  return loaders[json.detector](json);
}

function parse<T>(schema: z.ZodType<T>, json: RegimeModelJSON): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  throw new InputError(`regime model '${json.detector}': ${path.join('.')}: ${message}; save the model again`);
}

function checkLengths(columns: Readonly<Record<string, Float64Array>>, length: number): void {
  for (const [name, { length: found }] of Object.entries(columns)) {
    if (found === length) continue;
    throw new InputError(`regime model: ${name} has ${found} values, expected ${length}; save the model again`);
  }
}
