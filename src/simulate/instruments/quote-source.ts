import type { Paths } from '../../market/paths.ts';
import { tradingDaysPerYear } from '../../market/trading-days.ts';
import { requirePositive } from '../../support/require.ts';
import type { Market, SimulationRequest } from '../market.ts';

/** What paths were drawn from: their market quotes every strike and expiry. */
export interface DrawnFrom {
  readonly market: Market;
  /** The request as it was made; of a batch of a stream, with the batch's own `paths` and `firstPath`. */
  readonly request: SimulationRequest;
}

/**
 * For paths that no market was drawn for, such as history, whose quotes know one volatility a day: it stands for all strikes
 * and expiries. Where real quotes have a smile or a term structure, prices are off by it.
 */
export interface OneVolatility {
  readonly oneVolatility: true;
  /** Trading days in the year that the paths count expiries on; 252 by default. */
  readonly daysPerYear?: number;
}

/** Where volatilities of other strikes and expiries than the contract's come from; a number is days of the year alone. */
export type QuoteSource = number | DrawnFrom | OneVolatility;

/** The source's year. Throws a RangeError where paths cannot have been drawn from what is said. */
export function daysPerYearOf(paths: Paths, source: QuoteSource): number {
  if (typeof source === 'number' || !('market' in source)) {
    const daysPerYear = typeof source === 'number' ? source : (source.daysPerYear ?? tradingDaysPerYear);
    requirePositive('daysPerYear', daysPerYear);
    return daysPerYear;
  }
  const { market, request } = source;
  for (const name of ['paths', 'steps'] as const) {
    if (request[name] === paths[name]) continue;
    throw new RangeError(
      `${name} is ${request[name]} in the request: expected ${paths[name]}, those of the paths; give the request that drew them`,
    );
  }
  return market.daysPerYear;
}
