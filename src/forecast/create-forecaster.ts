import { z } from 'zod';
import { InputError } from '../support/input-error.ts';
import { nearestWord } from '../support/nearest-word.ts';
import { createCombinationForecaster } from './combination.ts';
import { combinationSchemaOf } from './combination-schema.ts';
import type { VolatilityForecaster } from './forecaster.ts';
import { forecasterKinds } from './forecaster-kinds.ts';

/** The schemas of a list of kinds, in its order. */
type SchemasOf<Kinds extends readonly { readonly schema: z.ZodType }[]> = {
  -readonly [Index in keyof Kinds]: Kinds[Index]['schema'];
};

const memberSchemas = schemasOf(forecasterKinds);
/** Members of a combination are forecasters of their own: a combination of combinations is for the library alone. */
const combinationSchema = combinationSchemaOf(z.discriminatedUnion('name', memberSchemas));

/** A forecaster by name with its settings, as files give it. */
export const forecasterSchema = z.discriminatedUnion('name', [...memberSchemas, combinationSchema]);

/** A forecaster by name; settings that are left out have the defaults of `forecasterSchema`. */
export type ForecasterSettings = z.input<typeof forecasterSchema>;
export type ForecasterName = ForecasterSettings['name'];

/** Names of all forecasters. */
export const forecasterNames: readonly ForecasterName[] = forecasterSchema.options.map(({ shape }) => shape.name.value);

/**
 * A forecaster by its name and settings, such as those of a file.
 *
 * @throws InputError of one line on an unknown name or a setting out of range
 * @example
 * const forecaster = createForecaster({ name: 'har', gridDays: [1, 5, 22] });
 * const both = createForecaster({ name: 'combination', members: [{ name: 'har' }, { name: 'lstm', ensemble: 2 }] });
 */
export function createForecaster(settings: ForecasterSettings): VolatilityForecaster {
  const { create, schema } = kindOf(settings.name);
  const parsed = schema.safeParse(settings);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw new InputError(`forecaster ${settings.name}: ${path.length === 0 ? '' : `${path.join('.')}: `}${message}`);
  }
  try {
    // Each kind takes what its own schema gives: a link that types lose over a list of kinds.
    return (create as (options: object) => VolatilityForecaster)(parsed.data);
  } catch (error) {
    // Settings that are possible one by one and not together.
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(`forecaster ${settings.name}: ${error.message}`);
  }
}

/** Members that forecast another variance than the combination would be held to bounds of the wrong level. */
function checkTargets(members: readonly z.output<typeof forecasterSchema>[], target: string): void {
  const other = members.find((member) => 'target' in member && member.target !== target);
  if (other === undefined || !('target' in other)) return;
  throw new InputError(
    `forecaster combination: its member ${other.name} has target ${other.target}, expected ${target}, the target of the combination`,
  );
}

const combinationKind = {
  schema: combinationSchema,
  create: ({ members, shortHorizons, ...options }: z.output<typeof combinationSchema>) => {
    checkTargets([...members, ...(shortHorizons?.members ?? [])], options.target);
    return createCombinationForecaster({
      ...options,
      members: members.map(createForecaster),
      shortHorizons: shortHorizons && { ...shortHorizons, members: shortHorizons.members.map(createForecaster) },
    });
  },
};

function kindOf(name: string) {
  const found = [...forecasterKinds, combinationKind].find(({ schema }) => schema.shape.name.value === name);
  if (found !== undefined) return found;
  const nearest = nearestWord(name, forecasterNames);
  throw new InputError(
    `unknown forecaster '${name}': ${nearest === undefined ? `expected one of ${forecasterNames.join(', ')}` : `did you mean '${nearest}'?`}`,
  );
}

function schemasOf<const Kinds extends readonly { readonly schema: z.ZodType }[]>(kinds: Kinds): SchemasOf<Kinds> {
  return kinds.map(({ schema }) => schema) as SchemasOf<Kinds>;
}
