import { parseDocument } from 'yaml';
import { InputError } from '../support/input-error.ts';
import { childNode, configJsonSchema, isGroup, type SchemaNode } from './config-schema.ts';
import type { ConfigTree } from './read-config.ts';
import { suggestKey } from './suggest-key.ts';

/** One value given on the command line, over whatever the configuration file says. */
export interface Override {
  readonly path: readonly string[];
  readonly value: unknown;
  /** What the user typed, for messages: '--seed 1.5' or '--set seed=1.5'. */
  readonly source: string;
}

/** Reads one `--set path=value`: a dotted path, and a value in YAML (`[16, 16]`, `2018-01-02`, `true`). */
export function parseAssignment(text: string): Override {
  const source = `--set ${text}`;
  const equals = text.indexOf('=');
  if (equals < 1) {
    throw new InputError(`${source}: expected path=value, such as --set policies.deep.steps=200`);
  }
  const path = text.slice(0, equals).trim().split('.');
  return { path, value: parseValue(text.slice(equals + 1), source), source };
}

/** A value typed on the command line, read as YAML. */
export function parseValue(text: string, source: string): unknown {
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (error === undefined) return document.toJS();
  throw new InputError(`${source}: the value is unreadable (${error.message.replace(/\s+/g, ' ')}); quote it`);
}

/**
 * The configuration with each override applied, the later over the earlier; the given one is left as it is.
 * Throws an InputError for a path that is not in the schema, with the nearest key that is.
 *
 * @example
 * applyOverrides({ seed: 1 }, [parseAssignment('contract.tenorDays=10')]); // { seed: 1, contract: { tenorDays: 10 } }
 */
export function applyOverrides(
  tree: ConfigTree,
  overrides: readonly Override[],
  schema: SchemaNode = configJsonSchema(),
): ConfigTree {
  let result = tree;
  for (const override of overrides) {
    assertKnownPath(schema, override);
    result = withValue(result, schema, override.path, override.value) as ConfigTree;
  }
  return result;
}

function assertKnownPath(schema: SchemaNode, { path, source }: Override): void {
  let node = schema;
  for (const [depth, key] of path.entries()) {
    if (!isGroup(node)) {
      throw new InputError(`${source}: ${path.slice(0, depth).join('.')} has no keys of its own; set it as a whole`);
    }
    const child = childNode(node, key);
    if (child === undefined) {
      const group = path.slice(0, depth);
      throw new InputError(`${source}: unknown key ${[...group, key].join('.')}: ${suggestKey(node, key, group)}`);
    }
    node = child;
  }
}

function withValue(tree: unknown, node: SchemaNode, path: readonly string[], value: unknown): unknown {
  if (path.length === 0) return value;
  // A group that the file leaves out starts from its default, which names the variant where there are several.
  const group = tree === undefined || tree === null ? (node.default ?? {}) : tree;
  // A file that holds something else here is refused by the schema, with its line.
  if (typeof group !== 'object' || Array.isArray(group)) return group;
  const [key, ...rest] = path;
  const child = (group as ConfigTree)[key];
  return { ...group, [key]: withValue(child, childNode(node, key) ?? {}, rest, value) };
}
