import {
  childNode,
  configJsonSchema,
  discriminatorOf,
  isGroup,
  jsonSchemaOf,
  knownKeys,
  nodeAt,
  type SchemaNode,
} from './config-schema.ts';
import { describeExpected } from './describe-expected.ts';
import { forecastSchema } from './forecast-schema.ts';
import { regimesSchema } from './regimes-schema.ts';
import { trainSchema } from './train-schema.ts';

const introduction = `# Configuration

Generated from the schemas by \`npm run docs:config\`; change \`src/backtest/config.ts\`, \`src/cli/train-schema.ts\`,
\`src/cli/regimes-schema.ts\` and \`src/cli/forecast-schema.ts\` instead of this page. Files of \`regime-hedge backtest\` come first,
then those of \`regime-hedge train\`, of \`regime-hedge regimes\` and of \`regime-hedge forecast\`.

A configuration is a YAML or JSON file given to \`regime-hedge backtest\`, or the first argument of \`runBacktest\`.
Every key has a default: an empty configuration is the main job. A key may also be set on the command line, as in
\`--set contract.tenorDays=10\`; flags win over \`--set\`, \`--set\` over the file, the file over the defaults.
Relative paths in a file are seen from that file's folder, those of the command line from the working folder.
\`regime-hedge schema > regime-hedge.schema.json\` writes the JSON Schema, with which editors complete and check a file.

Volatilities, rates and probabilities are decimals (0.2 is 20 %), years have 252 trading days, days are trading days.
`;

const introductionOfTraining = `
# Training a policy

A file given to \`regime-hedge train\`: a market to train in, the contract and its costs in the words above, a network and its
training. \`market\` alone has no default. Flags, \`--set\` and paths work as above; \`regime-hedge schema train\` writes the JSON
Schema. \`regime-hedge explain\` reads the same file, which \`train\` leaves beside the model as config.json.

Training paths, the validation paths that choose the weights kept, and the paths on which the band is tuned are drawn from
streams of their own of \`training.seed\`; test paths from \`test.seed\`, which must be another. A training that is stopped goes
on when the same command is given again, to the same bits; \`--fresh\` starts anew.
`;

const introductionOfRegimes = `
# Finding regimes

A file given to \`regime-hedge regimes\` (docs/regimes-command.md): a history, a detector and how it is walked forward. Every key has
a default. Flags, \`--set\` and paths work as above; \`regime-hedge schema regimes\` writes the JSON Schema.
`;

const introductionOfForecast = `
# Forecasting volatility

A file given to \`regime-hedge forecast\` (docs/forecast-command.md): a history, forecasters and how they are walked forward and
compared. Every key has a default. Flags, \`--set\` and paths work as above; \`regime-hedge schema forecast\` writes the JSON Schema.
`;

/** The configurations as a reference page in Markdown: every key with its default, what it may be and its meaning. */
export function renderConfigReference(): string {
  const main = configJsonSchema();
  const training = { node: jsonSchemaOf(trainSchema), seen: main, prefix: 'train: ', told: new Map() };
  const regimes = { node: jsonSchemaOf(regimesSchema), seen: main, prefix: 'regimes: ', told: new Map() };
  const forecast = { node: jsonSchemaOf(forecastSchema), seen: main, prefix: 'forecast: ', told: new Map() };
  return [
    introduction,
    renderGroup(main, []),
    introductionOfTraining,
    renderGroup(training.node, [], training),
    introductionOfRegimes,
    renderGroup(regimes.node, [], regimes),
    introductionOfForecast,
    renderGroup(forecast.node, [], forecast),
  ].join('');
}

/** A schema whose groups may have been described before, at the same keys of another. */
interface Continuation {
  readonly seen: SchemaNode;
  /** What tells its headings from those before. */
  readonly prefix: string;
  /** Where groups of this page were described, by `textOf`: the same one is not told twice. */
  readonly told: Map<string, string>;
}

function renderGroup(group: SchemaNode, path: readonly string[], after?: Continuation): string {
  const key = path.length === 0 ? 'Top level' : `\`${path.join('.')}\``;
  const name = `${after?.prefix ?? ''}${key}`;
  const known = after === undefined ? undefined : nodeAt(after.seen, path);
  if (path.length > 0 && known !== undefined && isSame(group, known)) {
    return `\n## ${name}\n\nAs in a backtest: [${key}](#${path.join('').toLowerCase()}).\n`;
  }
  const before = after && toldBefore(group, after);
  if (before !== undefined) return `\n## ${name}\n\nAs in ${before}.\n`;
  after && tell(group, name, after);
  const description = group.description === undefined ? '' : `\n${group.description}\n`;
  const rows = group.oneOf === undefined ? renderRows(group, path) : renderVariants(group, path);
  // A list of groups has a section of its own too.
  const groups = knownKeys(group).flatMap((key) => {
    const node = childNode(group, key) ?? {};
    if (isGroup(node)) return [renderGroup(node, [...path, key], after)];
    if (!node.items || !isGroup(node.items)) return [];
    const before = after && nodeAt(after.seen, [...path, key]);
    // Described with its list.
    if (before !== undefined && isSame(node, before)) return [];
    return [renderGroup(node.items, [...path, `${key}[]`], after)];
  });
  return `\n## ${name}\n${description}${rows}${groups.join('')}`;
}

/** The heading under which a group of variants stands already, each of them at least; undefined where it does not. */
function toldBefore({ oneOf = [] }: SchemaNode, { told }: Continuation): string | undefined {
  const headings = oneOf.map((variant) => told.get(textOf(variant)));
  return headings.every((heading) => heading !== undefined) ? headings[0] : undefined;
}

function tell({ oneOf = [] }: SchemaNode, heading: string, { told }: Continuation): void {
  for (const variant of oneOf) told.set(textOf(variant), `[${heading}](#${anchorOf(heading)})`);
}

/** Whether two groups say the same but for their default and the words above them. */
function isSame(a: SchemaNode, b: SchemaNode): boolean {
  return textOf(a) === textOf(b);
}

function textOf({ default: _, description: __, ...node }: SchemaNode): string {
  return JSON.stringify(node);
}

/** As pages name their headings. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
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
  if (Array.isArray(value)) return `[${value.map(renderDefault).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const keys = Object.entries(value).map(([key, each]) => `${key}: ${renderDefault(each)}`);
  return `{ ${keys.join(', ')} }`;
}
