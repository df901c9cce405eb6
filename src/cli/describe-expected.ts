import { childNode, discriminatorOf, knownKeys, type SchemaNode } from './config-schema.ts';

/** What a value of the configuration must be, in words: 'a whole number >= 0', 'one of percent, decimal'. */
export function describeExpected(node: SchemaNode): string {
  if (node.const !== undefined) return String(node.const);
  if (node.enum !== undefined) return `one of ${node.enum.join(', ')}`;
  if (node.oneOf !== undefined) return `keys with ${describeVariants(node)}`;
  if (node.anyOf !== undefined) return node.anyOf.map(describeExpected).join(' or ');
  switch (node.type) {
    case 'object':
      return `a group of keys (${knownKeys(node).join(', ')})`;
    case 'array':
      return describeList(node);
    case 'integer':
      return `a whole number${describeRange(node)}`;
    case 'number':
      return `a number${describeRange(node)}`;
    case 'string':
      return node.format === 'date' ? 'a date YYYY-MM-DD' : 'text';
    default:
      return node.type ?? 'a value';
  }
}

function describeList({ prefixItems, items, minItems }: SchemaNode): string {
  // Lists of fixed length hold items of one sort here.
  if (prefixItems !== undefined)
    return `a list of ${prefixItems.length}, each item ${describeExpected(prefixItems[0])}`;
  return `a ${minItems === undefined ? '' : 'non-empty '}list, each item ${describeExpected(items || {})}`;
}

function describeVariants(node: SchemaNode): string {
  const key = discriminatorOf(node);
  const tag = key === undefined ? undefined : childNode(node, key);
  return tag === undefined ? `one of ${knownKeys(node).join(', ')}` : `${key} ${describeExpected(tag)}`;
}

function describeRange(node: SchemaNode): string {
  const bounds: string[] = [];
  const whole = node.type === 'integer';
  if (whole && node.exclusiveMinimum !== undefined) bounds.push(`>= ${node.exclusiveMinimum + 1}`);
  else if (node.exclusiveMinimum !== undefined) bounds.push(`> ${node.exclusiveMinimum}`);
  else if (node.minimum !== undefined) bounds.push(`>= ${node.minimum}`);
  // Every whole number of the schema ends at the largest exact one; that is no rule of this project.
  const isLimitOfNumbers = node.maximum === Number.MAX_SAFE_INTEGER;
  if (node.exclusiveMaximum !== undefined) bounds.push(`< ${node.exclusiveMaximum}`);
  else if (node.maximum !== undefined && !isLimitOfNumbers) bounds.push(`<= ${node.maximum}`);
  return bounds.length === 0 ? '' : ` ${bounds.join(' and ')}`;
}
