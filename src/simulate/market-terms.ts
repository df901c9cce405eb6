import { InputError } from '../support/input-error.ts';
import { spotAtWriting } from './market.ts';
import { sabrMartingaleWarnings } from './sabr.ts';
import type { MarketTerms } from './schema/market-schema.ts';

/*
 * What the terms of a market say before it is made: which of its parameters they hold, what it is fitted to without them,
 * which keys would be read over.
 */

/** Parameters that make a market without any data. */
const parametersOf: Readonly<Partial<Record<MarketTerms['name'], readonly string[]>>> = {
  'gjr-garch': ['omega', 'alpha', 'gamma', 'beta'],
  gbm: ['volAnnual'],
  merton: ['volAnnual', 'jumpsPerYear', 'jumpMean', 'jumpSd'],
  heston: ['initialVariance', 'meanReversionAnnual', 'longRunVariance', 'volOfVol', 'correlation'],
  bates: [
    'initialVariance',
    'meanReversionAnnual',
    'longRunVariance',
    'volOfVol',
    'correlation',
    'jumpsPerYear',
    'jumpMean',
    'jumpSd',
  ],
  sabr: ['volAnnual', 'correlation', 'volOfVol'],
  'rough-bergomi': ['hurst', 'volOfVol', 'correlation', 'forwardVariance'],
  bachelier: ['volMoneyAnnual'],
};

/** Keys beside those that a fit reads; it would not know of any other. */
const optionsOfFit: Readonly<Partial<Record<MarketTerms['name'], readonly string[]>>> = {
  'filtered-history': ['meanBlockDays'],
  'block-bootstrap': ['meanBlockDays', 'keepDrift'],
  'markov-switching': ['states', 'warmUpDays', 'keepDrift'],
  'gjr-garch': ['start', 'warmUpDays'],
  heston: ['daysPerYear', 'substepsPerDay'],
  bates: ['daysPerYear', 'substepsPerDay'],
  sabr: ['beta', 'daysPerYear'],
  'rough-bergomi': ['daysPerYear', 'substepsPerDay'],
};

export const fittedToBars = ['filtered-history', 'block-bootstrap', 'markov-switching', 'gjr-garch', 'gbm', 'merton'];
const fittedToQuotes = ['heston', 'bates', 'sabr', 'rough-bergomi'];

/** Which of the parameters that make a market without data its terms hold. */
export function parametersGiven(terms: MarketTerms): {
  readonly needed: readonly string[];
  readonly given: readonly string[];
  readonly missing: readonly string[];
  /** Whether the market can be made from them: never where it has none of its own. */
  readonly isComplete: boolean;
} {
  const needed = parametersOf[terms.name] ?? [];
  const isGiven = (key: string) => (terms as Readonly<Record<string, unknown>>)[key] !== undefined;
  const given = needed.filter(isGiven);
  const missing = needed.filter((key) => !isGiven(key));
  return { needed, given, missing, isComplete: needed.length > 0 && missing.length === 0 };
}

/** What a market of the name is fitted to; undefined where it needs its parameters. */
export function sourceOf(name: MarketTerms['name']): 'bars' | 'quotes' | undefined {
  if (fittedToBars.includes(name)) return 'bars';
  return fittedToQuotes.includes(name) ? 'quotes' : undefined;
}

/** Whether implied volatilities beside the closes make a difference to a market fitted to bars. */
export function readsImpliedVol(name: string): boolean {
  return name === 'filtered-history' || name === 'block-bootstrap';
}

/** Throws an InputError on keys that would be read over: of a fit where there is none, or of paths where there is one. */
export function refuseIdleKeys(terms: MarketTerms, isComplete: boolean, given: readonly string[]): void {
  // What lacks parameters is refused for that.
  if (!isComplete && given.length > 0) return;
  const read = isComplete ? undefined : (optionsOfFit[terms.name] ?? []);
  const idle = Object.entries(terms)
    .filter(([key, value]) => key !== 'name' && value !== undefined)
    .map(([key]) => key)
    .filter((key) => (read === undefined ? key === 'start' : !read.includes(key)));
  if (idle.length === 0) return;
  const keys = idle.join(', ');
  const needed = parametersOf[terms.name] ?? [];
  throw new InputError(
    isComplete
      ? `market ${terms.name} is given its parameters, with which ${keys} has no effect: leave it out`
      : `market ${terms.name} is fitted, and ${keys} ${idle.length === 1 ? 'has' : 'have'} no effect then: leave ${idle.length === 1 ? 'it' : 'them'} out, or give ${needed.join(', ')} as well`,
  );
}

/** What a market can be made of: 'needs volAnnual, or daily bars to be fitted to'. */
export function describeNeeds(name: string, needed: readonly string[]): string {
  const parameters = needed.length === 0 ? '' : `needs ${needed.join(', ')}, or `;
  if (fittedToBars.includes(name)) return `${parameters || 'needs '}daily bars to be fitted to`;
  return fittedToQuotes.includes(name)
    ? `${parameters}implied volatilities to be fitted to`
    : `needs ${needed.join(', ')}`;
}

/** What the data at hand would fit: '; bars fit gbm, …'. */
export function describeAlternatives({
  history,
  quotes,
}: {
  readonly history?: unknown;
  readonly quotes?: unknown;
}): string {
  if (history !== undefined) return `; bars fit ${fittedToBars.join(', ')}`;
  return quotes === undefined ? '' : `; implied volatilities fit ${fittedToQuotes.join(', ')}`;
}

/** Sentences on what a market does at the parameters given that its name does not promise; none where it keeps it. */
export function marketWarnings(terms: MarketTerms): readonly string[] {
  if (terms.name !== 'sabr' || !parametersGiven(terms).isComplete) return [];
  return sabrMartingaleWarnings({ beta: terms.beta, correlation: terms.correlation! });
}

/**
 * Mean of the price after some years over spot at writing that a market has by construction; undefined where resampling or
 * history's drift leaves a trace.
 */
export function expectedGrowth(terms: MarketTerms, years: number): number | undefined {
  switch (terms.name) {
    case 'filtered-history':
    case 'block-bootstrap':
      return undefined;
    case 'markov-switching':
      return terms.keepDrift ? undefined : 1;
    case 'gjr-garch':
      return 1;
    case 'bachelier':
      return 1 + ((terms.driftMoneyAnnual ?? 0) * years) / spotAtWriting;
    default:
      return Math.exp((terms.driftAnnual ?? 0) * years);
  }
}
