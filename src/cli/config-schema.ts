import { z } from 'zod';
import { backtestConfigSchema } from '../backtest/config.ts';

/** The part of JSON Schema that the configuration uses. */
export interface SchemaNode {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  /** Groups told apart by one key, such as `objective` by its `criterion`. */
  readonly oneOf?: readonly SchemaNode[];
  readonly items?: SchemaNode;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** JSON Schema (draft 2020-12) of the configuration as a user writes it, for editors and for this command's messages. */
export function configJsonSchema(): SchemaNode {
  return jsonSchemaOf(backtestConfigSchema);
}

/** JSON Schema of what a user writes for any schema. */
export function jsonSchemaOf(schema: z.ZodType): SchemaNode {
  return z.toJSONSchema(schema, { io: 'input' }) as SchemaNode;
}

/** Whether a node holds keys of its own. */
export function isGroup(node: SchemaNode): boolean {
  return node.properties !== undefined || node.oneOf !== undefined;
}

/** The keys allowed in a group, over all its variants. Empty for anything else. */
export function knownKeys(node: SchemaNode): readonly string[] {
  if (node.properties !== undefined) return Object.keys(node.properties);
  return [...new Set((node.oneOf ?? []).flatMap(knownKeys))];
}

/** What a group says of one of its keys; a key of several variants is described by the first that has it. */
export function childNode(node: SchemaNode, key: PropertyKey): SchemaNode | undefined {
  if (node.items !== undefined) return node.items;
  if (node.properties !== undefined) {
    return Object.hasOwn(node.properties, key) ? node.properties[String(key)] : undefined;
  }
  const children = (node.oneOf ?? []).flatMap((variant) => childNode(variant, key) ?? []);
  return isDiscriminator(children) ? { type: 'string', enum: children.map((child) => child.const) } : children[0];
}

/** What the schema says at a path; undefined where the path leads nowhere. */
export function nodeAt(root: SchemaNode, path: readonly PropertyKey[]): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>((node, key) => node && childNode(node, key), root);
}

function isDiscriminator(children: readonly SchemaNode[]): boolean {
  return children.length > 1 && children.every((child) => child.const !== undefined);
}
