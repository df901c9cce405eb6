import { InputError } from '../../support/input-error.ts';
import type { Bars } from '../bars.ts';
import type { FeatureMatrix } from '../features.ts';
import { joinPublished } from '../join-published.ts';
import { allFeatures, allSourcedFeatures, unknownFeature } from './registry.ts';
import { type FeatureSources, givenSources, requireSources } from './sources.ts';

/** Features, and what their reader must know of the sources. */
export interface AssembledFeatures extends FeatureMatrix {
  readonly notices: readonly string[];
}

/** What is at hand beside the bars, by name, so that names of features can be checked before a file is read. */
export interface GivenSources {
  /** Such as 'impliedVol' and 'assets'. */
  readonly sources: readonly string[];
  /** Names of the user's columns. */
  readonly columns: readonly string[];
}

/**
 * Throws an InputError unless a feature of that name can be computed from bars and the given sources. It names the source
 * that is not given, or the nearest name.
 *
 * @example
 * checkFeatureName('skew', { sources: ['putVol'], columns: [] });
 * // InputError: feature 'skew' needs putVol and callVol beside the bars, and callVol is not given: …
 */
export function checkFeatureName(name: string, { sources, columns }: GivenSources): void {
  if (columns.includes(name) || allFeatures.some((feature) => feature.name === name)) return;
  const sourced = allSourcedFeatures.find((feature) => feature.name === name);
  if (sourced === undefined) throw unknownFeature(name, columns);
  requireSources(sourced, sources);
}

/**
 * The named features of bars and of dated sources beside them, one column each in the order given, one row per bar: those
 * of `computeFeatures`, those of implied volatility and of other assets, and the user's columns by their names. Row t
 * depends on what was known at the close of bar t alone. NaN in a feature's warm-up and where a source had nothing to say.
 * docs/features.md lists all features.
 *
 * @throws InputError on an unknown name, a feature whose source is not given, a column that takes the name of a feature,
 * and a quote or close that is not above 0; RangeError on the faults that `joinPublished` refuses
 *
 * @example
 * const impliedVol = await readImpliedVol('VIX_History.csv', { units: 'percent' });
 * const cpi = { series: await readColumn('cpi.csv', { publishedOn: 'released' }), oldestDays: 60 };
 * const features = assembleFeatures(bars, ['logVol21', 'volPremium21', 'cpi'], { impliedVol, columns: { cpi } });
 */
export function assembleFeatures(
  bars: Bars,
  names: readonly string[],
  sources: FeatureSources = {},
): AssembledFeatures {
  const columns = sources.columns ?? {};
  const given = { sources: givenSources(sources), columns: Object.keys(columns) };
  given.columns.forEach(refuseTakenName);
  for (const name of names) checkFeatureName(name, given);
  const matrix = {
    names: [...names],
    rows: bars.dates.length,
    columns: names.map((name) => columnOf(name, bars, sources)),
  };
  return { ...matrix, notices: [...noticesOfQuotes(names, sources), ...noticesOfGaps(matrix, bars)] };
}

/** The column of a name that has been checked. */
function columnOf(name: string, bars: Bars, sources: FeatureSources): Float64Array {
  const feature = [...allFeatures, ...allSourcedFeatures].find((known) => known.name === name);
  if (feature !== undefined) return feature.compute(bars, sources);
  const column = sources.columns![name];
  return joinPublished(bars.dates, column.series, column);
}

function refuseTakenName(column: string): void {
  if (![...allFeatures, ...allSourcedFeatures].some(({ name }) => name === column)) return;
  throw new InputError(`column '${column}' has the name of a feature: expected another; rename the column`);
}

/** What the readers of the quotes that are used had to say. */
function noticesOfQuotes(names: readonly string[], sources: FeatureSources): readonly string[] {
  const used = new Set(allSourcedFeatures.flatMap(({ name, needs }) => (names.includes(name) ? needs : [])));
  return [...used].flatMap((source) => (source === 'assets' ? [] : (sources[source]?.notices ?? [])));
}

/** Where features that need more than bars are missing; the warm-up of the others is known. */
function noticesOfGaps({ names, columns }: FeatureMatrix, { dates }: Bars): readonly string[] {
  return names.flatMap((name, index) => {
    if (allFeatures.some((feature) => feature.name === name)) return [];
    const missing = dates.filter((_, t) => Number.isNaN(columns[index][t]));
    if (missing.length === 0) return [];
    return [
      `feature '${name}' is missing on ${missing.length} of ${dates.length} days, first on ${missing[0]}, last on ${missing[missing.length - 1]}`,
    ];
  });
}
