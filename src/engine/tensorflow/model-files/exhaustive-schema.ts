import { z } from 'zod';

/**
 * The schema of an object type, for which every field of it must be given, optional ones too: a type that grows makes
 * its schema fail to compile.
 *
 * @example
 * objectOf<{ kind: 'lstm'; units: number }>()({ kind: z.literal('lstm'), units: z.number() });
 */
export function objectOf<T extends object>() {
  return <S extends { readonly [K in keyof T]-?: z.ZodType<T[K]> }>(
    fields: S & Record<Exclude<keyof S, keyof T>, never>,
  ) => z.strictObject<S>(fields);
}

/** The schema of a union of strings, of which each must be given under its own name. */
export function oneOf<T extends string>(names: { readonly [K in T]: K }) {
  return z.enum(names);
}

/**
 * The schema of a union of objects that their `kind` tells apart, from the schema of each by its kind: one that is
 * missing does not compile.
 */
export function unionOf<T extends { readonly kind: string }>() {
  return <S extends { readonly [K in T['kind']]: z.ZodObject & z.ZodType<Extract<T, { readonly kind: K }>> }>(
    members: S,
  ) => z.discriminatedUnion('kind', Object.values(members) as unknown as readonly [S[T['kind']], ...S[T['kind']][]]);
}
