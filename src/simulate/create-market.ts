import { InputError } from '../support/input-error.ts';
import { createBachelierMarket } from './bachelier-market.ts';
import { createBates } from './bates.ts';
import { calibrateBates } from './calibrate-bates.ts';
import { calibrateBlockBootstrap } from './calibrate-block-bootstrap.ts';
import { calibrateGbm } from './calibrate-gbm.ts';
import { calibrateGjrGarch } from './calibrate-gjr-garch.ts';
import { calibrateHeston } from './calibrate-heston.ts';
import { calibrateMarkovSwitching } from './calibrate-markov-switching.ts';
import { calibrateMerton } from './calibrate-merton.ts';
import { calibrateRoughBergomi } from './calibrate-rough-bergomi.ts';
import { calibrateSabr } from './calibrate-sabr.ts';
import type { DailyHistory } from './daily-returns.ts';
import { fitFilteredHistory } from './fit-filtered-history.ts';
import type { FitQuality } from './fit-quality.ts';
import { createGbm } from './gbm.ts';
import { createGjrGarch } from './gjr-garch.ts';
import { createHeston } from './heston.ts';
import type { ImpliedVolQuote, VolFit } from './implied-vol-quotes.ts';
import type { Market } from './market.ts';
import {
  describeAlternatives,
  describeNeeds,
  fittedToBars,
  parametersGiven,
  refuseIdleKeys,
  sourceOf,
} from './market-terms.ts';
import { createMerton } from './merton.ts';
import { createRoughBergomi } from './rough-bergomi.ts';
import { createSabr } from './sabr.ts';
import type { MarketTerms } from './schema/market-schema.ts';

/** What a market may be fitted to. */
export interface MarketSources {
  /** Daily closes, with implied volatilities where there are any. */
  readonly history?: DailyHistory | undefined;
  readonly quotes?: readonly ImpliedVolQuote[] | undefined;
  /** Of fits that start from random points. */
  readonly seed: number;
}

export interface CreatedMarket {
  readonly market: Market;
  /** How well it fits what it was fitted to; absent where its parameters were given. */
  readonly fit?: FitQuality | VolFit | undefined;
}

/**
 * The market that terms name: with the parameters that they give, or fitted to the sources.
 *
 * @throws InputError where some parameters are given and others missing, or where there is nothing that the market could be
 * fitted to: it says what is possible; and on data that cannot be fitted
 * @example
 * createMarket({ name: 'gbm', volAnnual: 0.2 }, { seed: 7 }).market.simulate({ paths: 10, steps: 5, seed: 7, stream: [] });
 */
export function createMarket(terms: MarketTerms, sources: MarketSources): CreatedMarket {
  const { needed, given, missing, isComplete } = parametersGiven(terms);
  if (isComplete) {
    refuseIdleKeys(terms, isComplete, given);
    return { market: fromParameters(terms) };
  }
  if (given.length > 0) {
    throw new InputError(
      `market ${terms.name} is given ${given.join(', ')} but not ${missing.join(', ')}: give all of them, or none and data to fit`,
    );
  }
  const { history, quotes, seed } = sources;
  if (sourceOf(terms.name) === 'bars' && history !== undefined) {
    refuseIdleKeys(terms, isComplete, given);
    return fitToBars(terms, history, seed);
  }
  if (sourceOf(terms.name) === 'quotes' && quotes !== undefined) {
    refuseIdleKeys(terms, isComplete, given);
    return fitToQuotes(terms, quotes);
  }
  throw new InputError(`market ${terms.name} ${describeNeeds(terms.name, needed)}${describeAlternatives(sources)}`);
}

/**
 * Throws an InputError where terms can be neither created nor fitted to bars, before any bars are at hand.
 *
 * @param daysPerYear that the market must have
 */
export function checkTrainingMarket(terms: MarketTerms, daysPerYear: number): void {
  const { given, missing, isComplete } = parametersGiven(terms);
  if (isComplete || fittedToBars.includes(terms.name)) refuseIdleKeys(terms, isComplete, given);
  if (isComplete) {
    const market = asInput(() => fromParameters(terms));
    if (market.daysPerYear === daysPerYear) return;
    throw new InputError(
      `market.daysPerYear is ${market.daysPerYear}: expected ${daysPerYear}, the trading days by which contracts here count their years`,
    );
  }
  if (given.length === 0 && fittedToBars.includes(terms.name)) return;
  throw new InputError(
    fittedToBars.includes(terms.name)
      ? `market ${terms.name} is given ${given.join(', ')} but not ${missing.join(', ')}: give all of them, or none, and it is fitted to the bars`
      : `market ${terms.name} cannot be fitted to bars: give ${missing.join(', ')}, or take one of ${fittedToBars.join(', ')}`,
  );
}

/** Parameters out of range are bad input where they come from a file. */
function asInput<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof RangeError ? new InputError(`market: ${error.message}`) : error;
  }
}

function fromParameters(terms: MarketTerms): Market {
  // `parametersOf` has seen to it that what the factories need is there.
  const { name: _, start: __, ...parameters } = terms as MarketTerms & Record<string, never>;
  switch (terms.name) {
    case 'gbm':
      return createGbm(parameters);
    case 'merton':
      return createMerton(parameters);
    case 'heston':
      return createHeston(parameters);
    case 'bates':
      return createBates(parameters);
    case 'sabr':
      return createSabr(parameters);
    case 'rough-bergomi':
      return createRoughBergomi(parameters);
    case 'gjr-garch':
      return createGjrGarch(parameters);
    case 'bachelier':
      return createBachelierMarket(parameters);
    default:
      throw new RangeError(`market ${terms.name} has no parameters of its own`);
  }
}

function fitToBars(terms: MarketTerms, history: DailyHistory, seed: number): CreatedMarket {
  switch (terms.name) {
    case 'filtered-history': {
      const { close, impliedVol } = history;
      if (impliedVol === undefined) {
        throw new InputError(
          'market filtered-history needs implied volatilities beside the closes; without them take block-bootstrap or gjr-garch',
        );
      }
      const { meanBlockDays } = terms;
      return {
        market: fitFilteredHistory({ close, impliedVol, ...(meanBlockDays !== undefined && { meanBlockDays }) }),
      };
    }
    case 'block-bootstrap': {
      const { name: _, ...options } = terms;
      return calibrateBlockBootstrap(history, withoutUndefined(options));
    }
    case 'markov-switching': {
      const { name: _, ...options } = terms;
      return calibrateMarkovSwitching(history, { ...withoutUndefined(options), seed });
    }
    case 'gjr-garch':
      return calibrateGjrGarch(history, {
        // Paths that all start at one day's volatility would teach a policy that day alone.
        start: terms.start ?? 'long-run',
        ...(terms.warmUpDays !== undefined && { warmUpDays: terms.warmUpDays }),
      });
    case 'gbm':
      return calibrateGbm(history);
    case 'merton':
      return calibrateMerton(history);
    default:
      throw new RangeError(`market ${terms.name} is not fitted to bars`);
  }
}

function fitToQuotes(terms: MarketTerms, quotes: readonly ImpliedVolQuote[]): CreatedMarket {
  switch (terms.name) {
    case 'heston':
      return calibrateHeston(quotes, clockOf(terms));
    case 'bates':
      return calibrateBates(quotes, clockOf(terms));
    case 'sabr': {
      const { beta, daysPerYear } = terms;
      return calibrateSabr(quotes, withoutUndefined({ beta, daysPerYear }));
    }
    case 'rough-bergomi':
      return calibrateRoughBergomi(quotes, clockOf(terms));
    default:
      throw new RangeError(`market ${terms.name} is not fitted to implied volatilities`);
  }
}

function clockOf({
  daysPerYear,
  substepsPerDay,
}: {
  daysPerYear?: number | undefined;
  substepsPerDay?: number | undefined;
}) {
  return withoutUndefined({ daysPerYear, substepsPerDay });
}

function withoutUndefined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
