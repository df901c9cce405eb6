import { childNode, configJsonSchema, discriminatorOf, isGroup, knownKeys, type SchemaNode } from './config-schema.ts';
import { describeExpected } from './describe-expected.ts';

const introduction = `# Configuration

Generated from the schema by \`npm run docs:config\`; change \`src/backtest/config.ts\` instead of this page.

A configuration is a YAML or JSON file given to \`regime-hedge backtest\`, or the first argument of \`runBacktest\`.
Every key has a default: an empty configuration is the main job. A key may also be set on the command line, as in
\`--set contract.tenorDays=10\`; flags win over \`--set\`, \`--set\` over the file, the file over the defaults.
Relative paths in a file are seen from that file's folder, those of the command line from the working folder.
\`regime-hedge schema > regime-hedge.schema.json\` writes the JSON Schema, with which editors complete and check a file.

Volatilities, rates and probabilities are decimals (0.2 is 20 %), years have 252 trading days, days are trading days.
`;

/** The configuration as a reference page in Markdown: every key with its default, what it may be and its meaning. */
export function renderConfigReference(): string {
  return `${introduction}${renderGroup(configJsonSchema(), [])}`;
}

function renderGroup(group: SchemaNode, path: readonly string[]): string {
  const name = path.length === 0 ? 'Top level' : `\`${path.join('.')}\``;
  const description = group.description === undefined ? '' : `\n${group.description}\n`;
  const rows = group.oneOf === undefined ? renderRows(group, path) : renderVariants(group, path);
  // A list of groups has a section of its own too.
  const groups = knownKeys(group).flatMap((key) => {
    const node = childNode(group, key) ?? {};
    if (isGroup(node)) return [renderGroup(node, [...path, key])];
    return node.items && isGroup(node.items) ? [renderGroup(node.items, [...path, `${key}[]`])] : [];
  });
  return `\n## ${name}\n${description}${rows}${groups.join('')}`;
}

/** A table for each variant of a group, such as each criterion of the objective. */
function renderVariants(group: SchemaNode, path: readonly string[]): string {
  const tag = discriminatorOf(group) ?? '';
  const usual = (group.default as Record<string, unknown> | undefined)?.[tag];
  const tables = (group.oneOf ?? []).map((variant) => {
    const name = childNode(variant, tag)?.const;
    const about = variant.description === undefined ? '' : ` ${variant.description}`;
    const isDefault = name === usual ? ' (the default)' : '';
    return `\nWith \`${[...path, tag].join('.')}: ${name}\`${isDefault}:${about}\n${renderRows(variant, path, tag)}`;
  });
  return tables.join('');
}

function renderRows(group: SchemaNode, path: readonly string[], tag?: string): string {
  const keys = knownKeys(group).filter((key) => key !== tag);
  const rows = keys.map((key) => ({ key, node: childNode(group, key) ?? {} })).filter(({ node }) => !isGroup(node));
  if (rows.length === 0) return tag === undefined ? '' : '\nNo further keys.\n';
  const lines = rows.map(({ key, node }) => {
    const value = node.default === undefined ? '(none)' : `\`${renderDefault(node.default)}\``;
    const cells = [`\`${[...path, key].join('.')}\``, value, describeExpected(node), node.description ?? ''];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return `\n| Key | Default | Expected | Meaning |\n| --- | --- | --- | --- |\n${lines.join('\n')}\n`;
}

function renderDefault(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
}
