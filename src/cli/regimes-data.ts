import { basename } from 'node:path';
import type { Bars } from '../market/bars.ts';
import type { FeatureMatrix } from '../market/features.ts';
import type { FeatureFiles } from '../market/read-feature-sources.ts';
import { InputError } from '../support/input-error.ts';
import { type ConfigOrigin, errorAt, figureError } from './config-errors.ts';
import type { RegimesConfig } from './regimes-schema.ts';

/** The history that regimes are found in. */
export interface RegimesData {
  readonly bars: Bars;
  readonly features: FeatureMatrix;
  /** Daily log returns, NaN on the first day. */
  readonly returns: Float64Array;
  /** The file's name, for people. */
  readonly source: string;
  /** The file as it was named, for messages. */
  readonly file: string;
  readonly notices: readonly string[];
}

/**
 * Reads the history, and computes the features of these names from it and the sources beside it.
 *
 * @throws InputError on an unknown feature, a bad file, or a history that ends before the first fit
 */
export async function readRegimesData(
  config: RegimesConfig,
  names: readonly string[],
  origin: ConfigOrigin,
): Promise<RegimesData> {
  const { assembleFeatures } = await import('../market/features/assemble-features.ts');
  const { readFeatureSources } = await import('../market/read-feature-sources.ts');
  const { bundledBarsPath, readBars } = await import('../market/read-bars.ts');
  const { logReturns } = await import('../market/bars.ts');
  const { noticesOfStrangeDays } = await import('../market/strange-days.ts');
  const files = filesOf(config.data, origin);
  await checkFeatures(config, files, origin);
  const { file = bundledBarsPath() } = config.data;
  const { bars, notices } = await readBars(file);
  const source = config.data.file === undefined ? 'bundled S&P 500' : basename(file);
  checkLength(bars, source, config, origin);
  const features = assembleFeatures(bars, names, await readFeatureSources(files));
  return {
    bars,
    features,
    returns: logReturns(bars),
    source,
    file: config.data.file ?? source,
    notices: [
      ...notices,
      ...noticesOfStrangeDays(bars, config.data.file ?? source),
      ...features.notices,
      ...unseenDays(features, bars, config),
      ...(await idleSources(files, names)),
    ],
  };
}

/** Days out of sample that a detector only foretells, since it reads whole rows. */
function unseenDays({ columns }: FeatureMatrix, { dates }: Bars, { walkForward }: RegimesConfig): string[] {
  const outOfSample = dates.map((_, row) => row).slice(walkForward.firstFitDays - 1);
  const unseen = outOfSample.filter((row) => columns.some((column) => Number.isNaN(column[row])));
  if (unseen.length === 0) return [];
  return [
    `a feature is missing on ${unseen.length} of ${outOfSample.length} days out of sample, last on ${dates[unseen[unseen.length - 1]]}: a detector that reads it learns nothing on them, and foretells them from the days before`,
  ];
}

/** Files that were read for nothing: giving one does not make a detector look at it. */
async function idleSources({ columns = {}, ...sources }: FeatureFiles, names: readonly string[]): Promise<string[]> {
  const { allSourcedFeatures } = await import('../market/features/registry.ts');
  const used = new Set<string>(allSourcedFeatures.flatMap(({ name, needs }) => (names.includes(name) ? needs : [])));
  const idle = [
    ...givenKeys(sources).filter((key) => !used.has(key)),
    ...Object.keys(columns).flatMap((name) => (names.includes(name) ? [] : [`columns (${name})`])),
  ];
  return idle.map((key) => `data.${key} has no effect: none of the features ${names.join(', ')} reads it`);
}

/** The files of the configuration as the market room takes them; columns have names of their own. */
function filesOf({ file: _, assets, columns, ...quotes }: RegimesConfig['data'], origin: ConfigOrigin): FeatureFiles {
  const twice = columns.findIndex(({ name }, index) => columns.findIndex((other) => other.name === name) < index);
  if (twice >= 0) {
    const path = ['data', 'columns', twice, 'name'];
    throw errorAt(origin, path, `data.columns: the name '${columns[twice].name}' stands twice: expected another`);
  }
  return {
    ...quotes,
    ...(assets.length > 0 && { assets }),
    columns: Object.fromEntries(columns.map(({ name, ...column }) => [name, column])),
  };
}

/** Names of features, before any file is read. */
async function checkFeatures({ features = [] }: RegimesConfig, files: FeatureFiles, origin: ConfigOrigin) {
  const { checkFeatureName } = await import('../market/features/assemble-features.ts');
  const { columns = {}, ...sources } = files;
  const given = { sources: givenKeys(sources), columns: Object.keys(columns) };
  for (const [index, name] of features.entries()) {
    try {
      checkFeatureName(name, given);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw errorAt(origin, ['features', index], `features: ${error.message}`);
    }
  }
}

function givenKeys(group: object): readonly string[] {
  return Object.entries(group).flatMap(([key, value]) => (value === undefined ? [] : [key]));
}

/** One day at least is out of sample beside that of the first fit. */
function checkLength({ dates }: Bars, source: string, config: RegimesConfig, origin: ConfigOrigin): void {
  const { firstFitDays } = config.walkForward;
  if (dates.length > firstFitDays) return;
  throw figureError(
    `walkForward.firstFitDays is ${firstFitDays}: expected fewer than the ${dates.length} days of ${source}; give a longer history or a shorter first fit`,
    { origin, config },
  );
}
