import type { z } from 'zod';
import { InputError } from '../support/input-error.ts';
import { nearestWord } from '../support/nearest-word.ts';
import type { Override } from './apply-overrides.ts';
import { childNode, knownKeys, nodeAt, type SchemaNode } from './config-schema.ts';
import { describeExpected, discriminatorOf } from './describe-expected.ts';
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
  const more = issues.length > 1 ? ` (${issues.length - 1} more to correct after this one)` : '';
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys;
    return errorAt(origin, [...issue.path, key], `${describeUnknownKey(issue.path, key, tree, schema)}${more}`, 'key');
  }
  const value = describeValue(issue.path, tree, origin);
  if (issue.code === 'custom') return errorAt(origin, issue.path, `${value}${issue.message}${more}`);
  const node = nodeAt(schema, issue.path) ?? schema;
  const nearest = nearestValue(node, valueAt(tree, issue.path));
  return errorAt(origin, issue.path, `${value}expected ${describeExpected(node)}${nearest}${more}`);
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
  return new InputError(message, path.length === 0 ? { file: origin.file?.path } : origin.file?.locate(path, part));
}

/**
 * An error that a schema does not see, such as keys that do not go together: at the key that its message starts with
 * ('data.priceShift is 5: …', or 'strike is 5: …' within a group), or else at the group.
 */
export function figureError(
  message: string,
  { origin, config, group = [] }: { readonly origin: ConfigOrigin; readonly config: unknown; readonly group?: Path },
): InputError {
  const keys = /^(?:contract: )?([A-Za-z]\w*(?:\.\w+)*) is /.exec(message)?.[1].split('.') ?? [];
  const places = [[...group, ...keys], keys, group];
  return errorAt(origin, places.find((path) => path.length > 0 && valueAt(config, path) !== undefined) ?? [], message);
}

function describeValue(path: Path, tree: ConfigTree, origin: ConfigOrigin): string {
  // The text that was typed holds the value already, unless a whole group was set.
  if (overrideOf(origin, path)?.path.length === path.length) return '';
  const value = valueAt(tree, path);
  const name = path.join('.');
  return value === undefined ? `${name} is missing: ` : `${name} is ${show(value)}: `;
}

function describeUnknownKey(group: Path, key: string, tree: ConfigTree, schema: SchemaNode): string {
  const node = nodeAt(schema, group) ?? {};
  const hint = knownKeys(node).includes(key) ? otherVariant(node, group, key, tree) : suggestKey(node, key, group);
  return `unknown key ${[...group, key].join('.')}: ${hint}`;
}

/** The key exists, but in another variant of its group: 'level belongs to criterion cvar'. */
function otherVariant(node: SchemaNode, group: Path, key: string, tree: ConfigTree): string {
  const tag = discriminatorOf(node) ?? '';
  const owners = (node.oneOf ?? []).filter((variant) => childNode(variant, key) !== undefined);
  const names = owners.map((variant) => childNode(variant, tag)?.const).join(', ');
  const given = valueAt(tree, [...group, tag]) ?? (node.default as ConfigTree | undefined)?.[tag];
  return `${key} belongs to ${tag} ${names}, and ${[...group, tag].join('.')} is ${given}`;
}

function valueAt(tree: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], tree);
}

function show(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
