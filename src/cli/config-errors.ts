import type { z } from 'zod';
import { InputError } from '../support/input-error.ts';
import type { Override } from './apply-overrides.ts';
import { childNode, configJsonSchema, knownKeys, nodeAt, type SchemaNode } from './config-schema.ts';
import { describeExpected, discriminatorOf } from './describe-expected.ts';
import type { ConfigFile, ConfigTree } from './read-config.ts';
import { suggestKey } from './suggest-key.ts';

/** Where the values of a configuration came from. */
export interface ConfigOrigin {
  readonly file?: ConfigFile | undefined;
  readonly overrides: readonly Override[];
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Turns the first thing that the schema refused into one line: where, the value, what was expected. */
export function configError(issues: readonly Issue[], tree: ConfigTree, origin: ConfigOrigin): InputError {
  const [issue] = issues;
  const more = issues.length > 1 ? ` (${issues.length - 1} more to correct after this one)` : '';
  if (issue.code === 'unrecognized_keys') return unknownKey(issue.path, issue.keys[0], tree, origin, more);
  const schema = configJsonSchema();
  const value = valueAt(tree, issue.path);
  const expected = describeExpected(nodeAt(schema, issue.path) ?? schema);
  if (value === undefined) return at(origin, issue.path, 'value', `is missing: expected ${expected}${more}`, value);
  return at(origin, issue.path, 'value', `expected ${expected}${more}`, value);
}

/** The command-line value that decides a path, where there is one: the last given wins. */
export function overrideOf(origin: ConfigOrigin, path: Path): Override | undefined {
  return origin.overrides.findLast((override) => override.path.every((key, depth) => path[depth] === key));
}

function unknownKey(group: Path, key: string, tree: ConfigTree, origin: ConfigOrigin, more: string): InputError {
  const node = nodeAt(configJsonSchema(), group) ?? {};
  const path = [...group, key];
  const hint = knownKeys(node).includes(key) ? otherVariant(node, group, key, tree) : suggestKey(node, key, group);
  const message = `unknown key ${path.join('.')}: ${hint}${more}`;
  const override = overrideOf(origin, path);
  if (override !== undefined) return new InputError(`${override.source}: ${message}`);
  return new InputError(message, origin.file?.locate(path, 'key'));
}

/** The key exists, but in another variant of its group: 'level belongs to criterion cvar'. */
function otherVariant(node: SchemaNode, group: Path, key: string, tree: ConfigTree): string {
  const tag = discriminatorOf(node) ?? '';
  const owners = (node.oneOf ?? []).filter((variant) => childNode(variant, key) !== undefined);
  const names = owners.map((variant) => childNode(variant, tag)?.const).join(', ');
  return `${key} belongs to ${tag} ${names}, and ${[...group, tag].join('.')} is ${valueAt(tree, [...group, tag])}`;
}

function at(origin: ConfigOrigin, path: Path, part: 'key' | 'value', message: string, value: unknown): InputError {
  const name = path.join('.');
  const override = overrideOf(origin, path);
  const subject = value === undefined ? `${name} ` : `${name === '' ? 'the configuration' : name} is ${show(value)}: `;
  if (override === undefined) return new InputError(`${subject}${message}`, origin.file?.locate(path, part));
  // The text that was typed already holds the value, unless the override set a whole group.
  const isWhole = override.path.length === path.length;
  return new InputError(`${override.source}: ${isWhole ? '' : subject}${message}`);
}

function valueAt(tree: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], tree);
}

function show(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
