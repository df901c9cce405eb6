import { z } from 'zod';
import { InputError } from '../support/input-error.ts';
import { nearestWord } from '../support/nearest-word.ts';
import type { RegimeDetector } from './detector.ts';
import { detectorKinds } from './detector-kinds.ts';

/** The schemas of a list of kinds, in its order. */
type SchemasOf<Kinds extends readonly { readonly schema: z.ZodType }[]> = {
  -readonly [Index in keyof Kinds]: Kinds[Index]['schema'];
};

/** A detector by name with its settings, as files give it. */
export const detectorSchema = z.discriminatedUnion('name', schemasOf(detectorKinds));

/** A detector by name with all of its settings. */
export type DetectorTerms = z.output<typeof detectorSchema>;
export type DetectorName = DetectorTerms['name'];

/** A detector by name; settings that are left out have the defaults of `detectorSchema`. */
export type DetectorSettings = z.input<typeof detectorSchema> & {
  /** Names of the features that it reads; those of `usualFeaturesOf` where left out. */
  readonly features?: readonly string[] | undefined;
};

/** Names of all detectors. */
export const detectorNames: readonly DetectorName[] = detectorKinds.map(({ schema }) => schema.shape.name.value);

/** The features that a detector reads where nothing else is said. Throws an InputError on an unknown name. */
export function usualFeaturesOf(name: string): readonly string[] {
  return kindOf(name).usualFeatures;
}

/**
 * A detector by its name and settings, such as those of a file.
 *
 * @throws InputError of one line on an unknown name or a setting out of range
 * @example
 * const detector = createDetector({ name: 'hmm', states: 2, features: ['return'] });
 */
export function createDetector({ features, ...settings }: DetectorSettings): RegimeDetector {
  const { create, schema, usualFeatures } = kindOf(settings.name);
  const parsed = schema.safeParse(settings);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw new InputError(`detector ${settings.name}: ${path.length === 0 ? '' : `${path.join('.')}: `}${message}`);
  }
  const options = { ...parsed.data, features: features ?? usualFeatures };
  try {
    // Each kind takes what its own schema gives: a link that types lose over a list of kinds.
    return (create as (options: object) => RegimeDetector)(options);
  } catch (error) {
    // Settings that are possible one by one and not together.
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(`detector ${settings.name}: ${error.message}`);
  }
}

function kindOf(name: string): (typeof detectorKinds)[number] {
  const found = detectorKinds.find(({ schema }) => schema.shape.name.value === name);
  if (found !== undefined) return found;
  const nearest = nearestWord(name, detectorNames);
  throw new InputError(
    `unknown detector '${name}': ${nearest === undefined ? `expected one of ${detectorNames.join(', ')}` : `did you mean '${nearest}'?`}`,
  );
}

function schemasOf<const Kinds extends readonly { readonly schema: z.ZodType }[]>(kinds: Kinds): SchemasOf<Kinds> {
  return kinds.map(({ schema }) => schema) as SchemasOf<Kinds>;
}
