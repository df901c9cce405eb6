import type { z } from 'zod';
import { InputError } from '../support/input-error.ts';
import { nearestWord } from '../support/nearest-word.ts';
import type { Override } from './apply-overrides.ts';
import { childNode, discriminatorOf, knownKeys, nodeAt, type SchemaNode, variantOf } from './config-schema.ts';
import { describeExpected } from './describe-expected.ts';
import type { ConfigFile, ConfigTree } from './read-config.ts';
import { suggestKey } from './suggest-key.ts';

/** Where the values of a configuration came from. */
export interface ConfigOrigin {
  readonly file?: ConfigFile | undefined;
  readonly overrides: readonly Override[];
}

type Path = readonly PropertyKey[];

/** Turns the first thing that the schema refused into one line: where, the value, what was expected. */
export function configError(
  issues: readonly z.core.$ZodIssue[],
  tree: ConfigTree,
  origin: ConfigOrigin,
  schema: SchemaNode,
): InputError {
  const issue = issueToTell(issues);
  const more = othersToCorrect(issues, tree, schema);
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys;
    const told = `${describeUnknownKey(issue, key, tree, origin, schema)}${more}`;
    return errorAt(origin, [...issue.path, key], told, 'key');
  }
  const value = describeValue(issue.path, tree, origin);
  if (issue.code === 'custom') return errorAt(origin, issue.path, `${value}${issue.message}${more}`);
  const node = nodeAt(schema, issue.path, tree) ?? schema;
  const nearest = nearestValue(node, valueAt(tree, issue.path));
  // A field with words of its own for what it expects knows more than its JSON Schema says.
  const expected =
    nearest === '' && issue.message.startsWith('expected ') ? issue.message : `expected ${describeExpected(node)}`;
  return errorAt(origin, issue.path, `${value}${expected}${nearest}${more}`);
}

/** ' (2 more …)': a place counts once, however many rules it breaks, and so does a key that is mistyped and thus missing. */
function othersToCorrect(issues: readonly z.core.$ZodIssue[], tree: ConfigTree, schema: SchemaNode): string {
  const places = new Set<string>();
  const meant = new Set<string>();
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') {
      places.add(issue.path.join('.'));
      continue;
    }
    const known = knownKeys(nodeAt(schema, issue.path, tree) ?? {});
    const inGroup = (key: string) => [...issue.path, key].join('.');
    for (const key of issue.keys) {
      places.add(inGroup(key));
      const nearest = nearestWord(key, known);
      if (nearest !== undefined && valueAt(tree, [...issue.path, nearest]) === undefined) meant.add(inGroup(nearest));
    }
  }
  for (const place of meant) places.delete(place);
  return places.size > 1 ? ` (${places.size - 1} more to correct after this one)` : '';
}

/** The first, unless that is a key missing where another is mistyped: the second explains the first. */
function issueToTell(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue {
  const [first] = issues;
  const group = first.path.slice(0, -1).join('.');
  return issues.find(({ code, path }) => code === 'unrecognized_keys' && path.join('.') === group) ?? first;
}

/** '; did you mean gbm?' where the value is a word near one of those allowed. */
function nearestValue({ enum: words = [] }: SchemaNode, value: unknown): string {
  if (typeof value !== 'string') return '';
  const nearest = nearestWord(
    value,
    words.filter((word) => typeof word === 'string'),
  );
  return nearest === undefined ? '' : `; did you mean ${nearest}?`;
}

/** The command-line value that decides a path, where there is one: the last given wins. */
export function overrideOf(origin: ConfigOrigin, path: Path): Override | undefined {
  return origin.overrides.findLast((override) => override.path.every((key, depth) => path[depth] === key));
}

/** An error about a path: it names the flag that the value was given by, or its place in the file. */
export function errorAt(
  origin: ConfigOrigin,
  path: Path,
  message: string,
  part: 'key' | 'value' = 'value',
): InputError {
  const override = overrideOf(origin, path);
  if (override !== undefined) return new InputError(`${override.source}: ${message}`);
  // What is missing has no place of its own: flags that set its neighbours began the group, or changed it.
  const group = path.slice(0, -1);
  const flags = valueAt(origin.file?.tree, path) === undefined ? overridesWithin(origin, group) : [];
  if (flags.length > 0) return errorBeside(origin, group, flags, message);
  return new InputError(message, path.length === 0 ? { file: origin.file?.path } : origin.file?.locate(path, part));
}

/** An error about a group some of whose keys flags have set: it names them, and the place of the group in the file. */
function errorBeside(origin: ConfigOrigin, group: Path, flags: readonly Override[], message: string): InputError {
  const sources = flags.map(({ source }) => source).join(', ');
  return valueAt(origin.file?.tree, group) === undefined
    ? new InputError(`${sources}: ${message}`)
    : new InputError(`with ${sources}: ${message}`, origin.file?.locate(group, 'value'));
}

/**
 * An error that a schema does not see, such as keys that do not go together: at the key that its message starts with
 * ('data.priceShift is 5: …', or 'strike is 5: …' within a group), or else at the group. Flags that set keys of a group are
 * named beside its place.
 */
export function figureError(
  message: string,
  { origin, config, group = [] }: { readonly origin: ConfigOrigin; readonly config: unknown; readonly group?: Path },
): InputError {
  const keys = /^(?:contract: )?([A-Za-z]\w*(?:\.\w+)*) is /.exec(message)?.[1].split('.') ?? [];
  const places = [[...group, ...keys], keys, group];
  const place = places.find((path) => path.length > 0 && valueAt(config, path) !== undefined) ?? [];
  const flags = overridesWithin(origin, place);
  return flags.length > 0 ? errorBeside(origin, place, flags, message) : errorAt(origin, place, message);
}

/** The command-line values that decide keys of a group, one for each key: of none where the group was set as a whole later. */
function overridesWithin({ overrides }: ConfigOrigin, group: Path): readonly Override[] {
  const isWithin = ({ path }: Override) =>
    group.length > 0 && path.length > group.length && group.every((key, depth) => path[depth] === key);
  const inForce = overrides.filter((override) => overrideOf({ overrides }, override.path) === override);
  return inForce.filter(isWithin);
}

function describeValue(path: Path, tree: ConfigTree, origin: ConfigOrigin): string {
  // The text that was typed holds the value already, unless a whole group was set.
  if (overrideOf(origin, path)?.path.length === path.length) return '';
  const value = valueAt(tree, path);
  const name = path.join('.');
  return value === undefined ? `${name} is missing: ` : `${name} is ${show(value)}: `;
}

function describeUnknownKey(
  { path: group, message }: z.core.$ZodIssue,
  key: string,
  tree: ConfigTree,
  origin: ConfigOrigin,
  schema: SchemaNode,
): string {
  const node = nodeAt(schema, group, tree) ?? {};
  const unknown = `unknown key ${[...group, key].join('.')}`;
  if (!knownKeys(node).includes(key)) {
    const variant = variantOf(node, valueAt(tree, group));
    return `${unknown}: ${suggestKey(variant ?? node, key, group)}`;
  }
  // A variant may know what stands in it for a key of another.
  const instead = message.startsWith('Unrecognized') ? '' : `; ${message}`;
  return `${unknown}: ${otherVariant(node, group, key, tree, origin)}${instead}`;
}

/** The key exists, but in another variant of its group: 'level belongs to criterion cvar'. */
function otherVariant(node: SchemaNode, group: Path, key: string, tree: ConfigTree, origin: ConfigOrigin): string {
  const tag = discriminatorOf(node) ?? '';
  const owners = (node.oneOf ?? []).filter((variant) => childNode(variant, key) !== undefined);
  const names = owners.map((variant) => childNode(variant, tag)?.const).join(', ');
  const variant = variantOf(node, valueAt(tree, group)) ?? {};
  const given = childNode(variant, tag)?.const;
  const by = overrideOf(origin, [...group, tag]);
  const source = by === undefined || by === overrideOf(origin, [...group, key]) ? '' : ` (${by.source})`;
  const taken = knownKeys(variant).filter((each) => each !== tag);
  const takes = taken.length === 0 ? '' : `; ${given} takes ${taken.join(', ')}`;
  return `${key} belongs to ${tag} ${names}, and ${[...group, tag].join('.')} is ${given}${source}${takes}`;
}

function valueAt(tree: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], tree);
}

function show(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
