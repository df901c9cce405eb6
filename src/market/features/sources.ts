import { InputError } from '../../support/input-error.ts';
import type { Bars } from '../bars.ts';
import type { ImpliedVolSeries } from '../join-implied-vol.ts';
import type { JoinPublishedOptions, PublishedSeries } from '../join-published.ts';
import type { Series } from '../read-series.ts';

/** Closes of another asset. */
export interface AssetSource extends Series {
  /**
   * Days of the calendar until a close is known at the close of the bars: 0 by default; 1 for an asset that closes after
   * them on the same date, as New York does after Tokyo.
   */
  readonly lagDays?: number | undefined;
}

/** A column of the user's, and when its figures are known. */
export interface ColumnSource extends JoinPublishedOptions {
  readonly series: PublishedSeries;
}

/** What features are computed from beside the bars. Volatilities are annualised decimals, dated, as of the day's close. */
export interface FeatureSources {
  /** At the money or model-free, of a short tenor: the VIX, say. */
  readonly impliedVol?: ImpliedVolSeries | undefined;
  /** The same of a longer tenor: the VIX3M. */
  readonly impliedVolLong?: ImpliedVolSeries | undefined;
  /** Of an out-of-the-money put, at 25 delta, say, or 90 % of spot. */
  readonly putVol?: ImpliedVolSeries | undefined;
  /** Of the call on the other side. */
  readonly callVol?: ImpliedVolSeries | undefined;
  /** Assets beside that of the bars, whose returns are correlated with it and with each other. */
  readonly assets?: readonly AssetSource[] | undefined;
  /** Columns of the user's by the names of the features that they become. */
  readonly columns?: Readonly<Record<string, ColumnSource>> | undefined;
}

export type ImpliedVolSource = 'impliedVol' | 'impliedVolLong' | 'putVol' | 'callVol';

/** The sources that features of the project read. */
export type SourceName = ImpliedVolSource | 'assets';

/** A causal feature of bars and dated sources: row t of its column depends on what was known at the close of bar t alone. */
export interface SourcedFeature {
  readonly name: string;
  readonly needs: readonly SourceName[];
  /** Throws an InputError when a source that it needs is not given. */
  compute(bars: Bars, sources: FeatureSources): Float64Array;
}

/** Throws an InputError that names what a feature lacks, unless every source that it needs is among those given. */
export function requireSources(
  { name, needs }: Pick<SourcedFeature, 'name' | 'needs'>,
  given: readonly string[],
): void {
  const missing = needs.filter((need) => !given.includes(need));
  if (missing.length === 0) return;
  throw new InputError(
    `feature '${name}' needs ${needs.join(' and ')} beside the bars, and ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not given: give ${missing.length === 1 ? 'it' : 'them'} or leave the feature out`,
  );
}

/** Names of the sources that are given. */
export function givenSources(sources: FeatureSources): readonly string[] {
  return Object.entries(sources).flatMap(([name, source]) => (source === undefined ? [] : [name]));
}
