import type { ColumnSource, FeatureSources, ImpliedVolSource } from './features/sources.ts';
import type { JoinPublishedOptions } from './join-published.ts';
import { readAssetCloses } from './read-asset-closes.ts';
import { type ReadColumnOptions, readColumn } from './read-column.ts';
import { readImpliedVol } from './read-implied-vol.ts';

/** A file of dated implied volatility. */
export interface QuoteFile {
  readonly file: string;
  /** 'percent' (20) by default, or 'decimal' (0.20). */
  readonly units?: 'percent' | 'decimal' | undefined;
  /** Name of the column, where a file holds several. */
  readonly column?: string | undefined;
}

/** A file of bars or closes of another asset. */
export interface AssetFile {
  readonly file: string;
  /** See `AssetSource`. */
  readonly lagDays?: number | undefined;
}

/** A file with a dated column of the user's. */
export interface ColumnFile extends ReadColumnOptions, JoinPublishedOptions {
  readonly file: string;
}

/** Files of what features are computed from beside the bars: plain data, as a configuration holds it. */
export interface FeatureFiles extends Readonly<Partial<Record<ImpliedVolSource, QuoteFile | undefined>>> {
  readonly assets?: readonly AssetFile[] | undefined;
  readonly columns?: Readonly<Record<string, ColumnFile>> | undefined;
}

const quoteSources: readonly ImpliedVolSource[] = ['impliedVol', 'impliedVolLong', 'putVol', 'callVol'];

/**
 * Reads every file that is named; sources without a file are not given.
 *
 * @throws InputError naming file, line and column, on the faults that `readImpliedVol`, `readAssetCloses` and `readColumn`
 * refuse
 *
 * @example
 * const sources = await readFeatureSources({
 *   impliedVol: { file: 'VIX_History.csv' },
 *   assets: [{ file: 'bonds.csv' }, { file: 'gold.csv' }],
 *   columns: { cpi: { file: 'cpi.csv', column: 'cpiYoY', publishedOn: 'released', oldestDays: 60 } },
 * });
 */
export async function readFeatureSources(files: FeatureFiles): Promise<FeatureSources> {
  const quotes: Partial<Record<ImpliedVolSource, FeatureSources[ImpliedVolSource]>> = {};
  for (const name of quoteSources) {
    const quote = files[name];
    if (quote !== undefined) quotes[name] = await readQuotes(name, quote);
  }
  return {
    ...quotes,
    ...(files.assets === undefined ? {} : { assets: await readAssets(files.assets) }),
    ...(files.columns === undefined ? {} : { columns: await readColumns(files.columns) }),
  };
}

function readQuotes(name: ImpliedVolSource, { file, units = 'percent', column }: QuoteFile) {
  const other = units === 'percent' ? 'decimal' : 'percent';
  return readImpliedVol(file, { units, column, unitsRemedy: `set the units of ${name} to '${other}'` });
}

async function readAssets(files: readonly AssetFile[]) {
  const closes = await readAssetCloses(files.map(({ file }) => file));
  return closes.map((series, index) => ({ ...series, lagDays: files[index].lagDays }));
}

/** What the columns of a file are named with, for messages. */
function keysOf(name: string): ReadColumnOptions {
  return { columnKey: `columns.${name}.column`, dateColumnKey: `columns.${name}.dateColumn` };
}

async function readColumns(files: Readonly<Record<string, ColumnFile>>): Promise<Record<string, ColumnSource>> {
  const entries = Object.entries(files).map(async ([name, { file, lagDays, oldestDays, ...options }]) => {
    const series = await readColumn(file, { ...keysOf(name), ...options });
    return [name, { series, lagDays, oldestDays }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
