import { nearestWord } from '../support/nearest-word.ts';
import { knownKeys, type SchemaNode } from './config-schema.ts';

/** What to write instead of an unknown key of a group: the nearest known key, or all of them where none is near. */
export function suggestKey(node: SchemaNode, key: string, group: readonly PropertyKey[]): string {
  const known = knownKeys(node);
  const nearest = nearestWord(key, known);
  if (nearest !== undefined) return `did you mean ${[...group, nearest].join('.')}?`;
  return `expected one of ${known.join(', ')}`;
}
