import type { z } from 'zod';
import { InputError } from './input-error.ts';

/**
 * The loader of a saved object's sort.
 *
 * @param saved what was saved, for the message: 'regime model'
 * @throws InputError that lists the sorts known when this is none of them
 */
export function findLoader<T>(saved: string, loaders: Readonly<Record<string, T>>, sort: unknown): T {
  if (typeof sort === 'string' && Object.hasOwn(loaders, sort)) return loaders[sort];
  throw new InputError(
    `${saved} is of the unknown sort ${JSON.stringify(sort)}: expected one of ${Object.keys(loaders).join(', ')}`,
  );
}

/**
 * Checks what a `toJSON()` gave, after a trip through text or not.
 *
 * @param saved what was saved, for the message: "regime model 'hmm'"
 * @throws InputError of one line that names the saved object, the field and what was expected
 */
export function parseSaved<T>(saved: string, schema: z.ZodType<T>, json: unknown): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  const field = path.length === 0 ? '' : `${path.join('.')}: `;
  throw new InputError(`${saved}: ${field}${message}; save it again with toJSON()`);
}

/** Throws an InputError unless each list of a saved object has the length expected. */
export function checkSavedLengths(
  saved: string,
  lists: Readonly<Record<string, ArrayLike<unknown>>>,
  length: number,
): void {
  for (const [name, { length: found }] of Object.entries(lists)) {
    if (found === length) continue;
    throw new InputError(`${saved}: ${name} has ${found} values, expected ${length}; save it again with toJSON()`);
  }
}
