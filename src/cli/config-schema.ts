import { z } from 'zod';
import { backtestConfigSchema } from '../backtest/config.ts';

/** The part of JSON Schema that the configuration uses. */
export interface SchemaNode {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  /** Groups told apart by one key, such as `objective` by its `criterion`. */
  readonly oneOf?: readonly SchemaNode[];
  /** A group of keys that may be null. */
  readonly anyOf?: readonly SchemaNode[];
  /** `false` where `prefixItems` are all there are. */
  readonly items?: SchemaNode | false;
  /** Items of a list of fixed length, in their order. */
  readonly prefixItems?: readonly SchemaNode[];
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

/**
 * What a group says of one of its keys.
 *
 * @param value what the user wrote in the group: it chooses among variants that share a key. Without it, or where it names
 * none, such a key is described by the first variant that has it.
 */
export function childNode(node: SchemaNode, key: PropertyKey, value?: unknown): SchemaNode | undefined {
  if (node.prefixItems !== undefined) return node.prefixItems[Number(key)];
  if (node.items) return node.items;
  if (node.properties !== undefined) {
    return Object.hasOwn(node.properties, key) ? node.properties[String(key)] : undefined;
  }
  const children = (node.oneOf ?? []).flatMap((variant) => childNode(variant, key) ?? []);
  if (isDiscriminator(children)) return { type: 'string', enum: children.map((child) => child.const) };
  const variant = variantOf(node, value);
  return (variant && childNode(variant, key)) ?? children[0];
}

/** What the schema says at a path of what the user wrote; undefined where the path leads nowhere. */
export function nodeAt(root: SchemaNode, path: readonly PropertyKey[], tree?: unknown): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  let value = tree;
  for (const key of path) {
    node = node && childNode(node, key, value);
    value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  }
  return node;
}

/** The name of the key that tells a group's variants apart. */
export function discriminatorOf(node: SchemaNode): string | undefined {
  return knownKeys(node).find((key) =>
    (node.oneOf ?? []).every((variant) => childNode(variant, key)?.const !== undefined),
  );
}

/** The variant that a value of a group names, or its default does; undefined where neither names one. */
export function variantOf(node: SchemaNode, value: unknown): SchemaNode | undefined {
  const tag = discriminatorOf(node);
  if (tag === undefined) return undefined;
  const named = [value, node.default].map((group) => (group as Record<string, unknown> | null | undefined)?.[tag]);
  const name = named.find((each) => each !== undefined);
  return node.oneOf?.find((variant) => childNode(variant, tag)?.const === name);
}

function isDiscriminator(children: readonly SchemaNode[]): boolean {
  return children.length > 1 && children.every((child) => child.const !== undefined);
}
