import { dirname, isAbsolute, relative, resolve } from 'node:path';
import type { z } from 'zod';
import { type BacktestConfig, backtestConfigSchema } from '../backtest/config.ts';
import { checkCombinations } from '../backtest/terms-of-config.ts';
import { featureByName } from '../market/features/registry.ts';
import { InputError, type InputLocation } from '../support/input-error.ts';
import { applyOverrides, type Override } from './apply-overrides.ts';
import { type ConfigOrigin, configError, errorAt, figureError, overrideOf } from './config-errors.ts';
import { jsonSchemaOf } from './config-schema.ts';
import { type ConfigTree, readConfigFile } from './read-config.ts';

const dataFiles = [
  ['data', 'file'],
  ['data', 'impliedVol', 'file'],
  ['data', 'halfSpread', 'file'],
];

/**
 * The configuration of a run: the defaults, under the file, under the overrides in their order.
 * Data files named in a configuration file are looked up from that file's folder; those of the command line, and all
 * paths in the result, are seen from the working folder.
 *
 * Throws an InputError that names the file, line and column, or the flag, of the first bad value.
 */
export async function resolveConfig(path: string | undefined, overrides: readonly Override[]): Promise<BacktestConfig> {
  const { config, tree, origin } = await resolveTree(backtestConfigSchema, path, overrides, dataFiles);
  assertOneContract(tree, origin);
  assertPeriod(config, origin);
  assertFeatures(config, origin);
  assertCombinations(config, origin);
  return config;
}

/**
 * What a file and overrides give by any schema, with the origin of its values. Files that it names at `fileKeys` are looked
 * up as `resolveConfig` says.
 *
 * @param isOptional whether the command goes without a file, for messages
 */
export function resolveFile<T>(
  schema: z.ZodType<T>,
  path: string | undefined,
  overrides: readonly Override[],
  fileKeys: readonly (readonly string[])[],
  isOptional = false,
): Promise<Resolved<T>> {
  return resolveTree(schema, path, overrides, fileKeys, isOptional);
}

/** A configuration, the values that were given, and where they came from. */
export interface Resolved<T> {
  readonly config: T;
  readonly tree: ConfigTree;
  readonly origin: ConfigOrigin;
}

async function resolveTree<T>(
  schema: z.ZodType<T>,
  path: string | undefined,
  overrides: readonly Override[],
  fileKeys: readonly (readonly string[])[],
  isOptional = true,
): Promise<Resolved<T>> {
  const file = path === undefined ? undefined : await readConfigFile(path, isOptional);
  const origin: ConfigOrigin = { file, overrides };
  const fromFile = file === undefined ? {} : withPathsFrom(dirname(file.path), file.tree, fileKeys);
  const jsonSchema = jsonSchemaOf(schema);
  const tree = applyOverrides(fromFile, overrides, jsonSchema);
  const parsed = schema.safeParse(tree);
  if (!parsed.success) throw configError(parsed.error.issues, tree, origin, jsonSchema);
  return { config: parsed.data, tree, origin };
}

function withPathsFrom(folder: string, tree: ConfigTree, fileKeys: readonly (readonly string[])[]): ConfigTree {
  return fileKeys.reduce((result, path) => mapValue(result, path, (value) => fromFolder(folder, value)), tree);
}

function mapValue(
  tree: ConfigTree,
  [key, ...rest]: readonly string[],
  change: (value: unknown) => unknown,
): ConfigTree {
  const value = tree[key];
  if (value === undefined) return tree;
  if (rest.length === 0) return { ...tree, [key]: change(value) };
  // A path through a list goes through each of its items.
  if (Array.isArray(value)) {
    return { ...tree, [key]: value.map((item) => (isTree(item) ? mapValue(item, rest, change) : item)) };
  }
  return isTree(value) ? { ...tree, [key]: mapValue(value, rest, change) } : tree;
}

/** Relative to the working folder, so that a report does not depend on where on a machine the project lies. */
function fromFolder(folder: string, value: unknown): unknown {
  if (typeof value !== 'string' || value === '' || isAbsolute(value)) return value;
  return relative(process.cwd(), resolve(folder, value));
}

function isTree(value: unknown): value is ConfigTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function assertPeriod({ data: { from, to } }: BacktestConfig, origin: ConfigOrigin): void {
  if (from === undefined || to === undefined || from <= to) return;
  const name = (key: string, value: string) => overrideOf(origin, ['data', key])?.source ?? `data.${key} ${value}`;
  throw new InputError(
    `${name('from', from)} is after ${name('to', to)}: expected the first writing date on or before the last`,
    fileLocation(origin, 'from') ?? fileLocation(origin, 'to'),
  );
}

/** What a contract without terms is by default: configurations that were written out hold it beside terms. */
const usualContract: ConfigTree = { type: 'call', moneyness: 1 };

/** Terms say all of a contract: another type or moneyness beside them would be read over. */
export function assertOneContract({ contract = {} }: ConfigTree, origin: ConfigOrigin): void {
  const { terms, ...rest } = contract as ConfigTree;
  const other = Object.keys(usualContract).find((key) => rest[key] !== undefined && rest[key] !== usualContract[key]);
  if (terms === undefined || other === undefined) return;
  throw errorAt(
    origin,
    ['contract', other],
    `contract.${other} is given beside contract.terms: expected one or the other; terms say all of the contract`,
  );
}

/** The schema takes any name; which features there are is known to the market room. */
function assertFeatures({ regimes }: BacktestConfig, origin: ConfigOrigin): void {
  for (const key of ['hmmFeatures', 'kmeansFeatures'] as const) {
    for (const [index, name] of regimes[key].entries()) {
      try {
        featureByName(name);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        throw errorAt(origin, ['regimes', key, index], `regimes.${key}: ${error.message}`);
      }
    }
  }
}

function assertCombinations(config: BacktestConfig, origin: ConfigOrigin): void {
  try {
    checkCombinations(config);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw figureError(error.message, { origin, config, group: groupOf(error.message) });
  }
}

/** 'contract: …' and 'market gbm …' name their group, 'policies.include holds …' its key. */
function groupOf(message: string): readonly string[] {
  const [, key] = /^([\w.]+) (?:holds|lacks) /.exec(message) ?? [];
  if (key !== undefined) return key.split('.');
  const [word] = message.split(/\W/);
  return word === 'contract' || word === 'market' ? [word] : [];
}

function fileLocation(origin: ConfigOrigin, key: string): InputLocation | undefined {
  return overrideOf(origin, ['data', key]) === undefined ? origin.file?.locate(['data', key], 'value') : undefined;
}
