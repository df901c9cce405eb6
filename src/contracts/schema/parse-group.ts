import type { z } from 'zod';
import { InputError } from '../../support/input-error.ts';
import { nearestWord } from '../../support/nearest-word.ts';

/** What messages about a group of keys need to know. */
export interface GroupWords {
  /** The key that tells variants apart, with its values. */
  readonly discriminator?: { readonly key: string; readonly values: readonly string[] };
  /** Known keys of a group, from what was written in it and from the keys that lead to it. */
  keysAt(group: unknown, path: readonly PropertyKey[]): readonly string[];
}

/** Parses a group of keys; the first thing wrong becomes an InputError of one line under the name `where`. */
export function parseGroup<T>(schema: z.ZodType<T>, value: unknown, where: string, words: GroupWords): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  // A mistyped key explains a missing one.
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  throw new InputError(describeIssue(issue, value, where, words));
}

function describeIssue(issue: z.core.$ZodIssue, root: unknown, where: string, words: GroupWords): string {
  const name = (path: readonly PropertyKey[]) => [where, ...path.map(String)].join('.');
  const value = valueAt(root, issue.path);
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys;
    // A group may know what stands in it for a key of another.
    const hint = issue.message.startsWith('Unrecognized')
      ? suggest(key, words.keysAt(value, issue.path), name(issue.path))
      : issue.message;
    return `unknown key ${name([...issue.path, key])}: ${hint}`;
  }
  const { discriminator } = words;
  if (issue.code === 'invalid_union' && discriminator !== undefined) {
    const key = issue.path.at(-1) === discriminator.key ? issue.path : [...issue.path, discriminator.key];
    return describeType(valueAt(root, key), name(key), discriminator.values);
  }
  return `${name(issue.path)} ${found(value)}: ${describeExpected(issue, value, words)}`;
}

function describeExpected(issue: z.core.$ZodIssue, value: unknown, words: GroupWords): string {
  if (issue.code === 'invalid_type' && issue.expected === 'object') {
    return `expected a group of keys: ${words.keysAt(value, issue.path).join(', ')}`;
  }
  if (issue.code === 'invalid_value' && typeof value === 'string') {
    const nearest = nearestWord(value, issue.values.map(String));
    if (nearest !== undefined) return `did you mean ${nearest}?`;
  }
  return issue.message;
}

/** What is wrong with the key that tells variants apart. */
function describeType(type: unknown, name: string, values: readonly string[]): string {
  const all = `expected one of ${values.join(', ')}`;
  if (type === undefined) return `${name} is missing: ${all}`;
  const nearest = typeof type === 'string' ? nearestWord(type, values) : undefined;
  // A word that is known, and still refused, is known elsewhere only: a book within a book.
  if (nearest === type) return `${name} is ${show(type)}: ${all.replace(`, ${type}`, '')} here`;
  return `${name} is ${show(type)}: ${nearest === undefined ? all : `did you mean ${nearest}?`}`;
}

function suggest(key: string, known: readonly string[], group: string): string {
  const nearest = nearestWord(key, known);
  return nearest === undefined ? `expected one of ${known.join(', ')}` : `did you mean ${group}.${nearest}?`;
}

function found(value: unknown): string {
  return value === undefined ? 'is missing' : `is ${show(value)}`;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], root);
}

function show(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
