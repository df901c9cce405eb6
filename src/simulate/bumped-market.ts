import { loadMarket } from './load-market.ts';
import type { Market } from './market.ts';

/*
 * Markets beside a market, for greeks by differences: the same one but for its volatility or its price at writing. Each
 * draws the same shocks as the one that it comes from.
 */

/** Where each market keeps the volatility, or the variance, that its paths start at. */
const startOf: Readonly<Record<string, { readonly key: string; readonly isVariance: boolean }>> = {
  gbm: { key: 'volAnnual', isVariance: false },
  bachelier: { key: 'volMoneyAnnual', isVariance: false },
  merton: { key: 'volAnnual', isVariance: false },
  heston: { key: 'initialVariance', isVariance: true },
  bates: { key: 'initialVariance', isVariance: true },
  sabr: { key: 'volAnnual', isVariance: false },
  'rough-bergomi': { key: 'forwardVariance', isVariance: true },
};

/** Volatility that a market's paths start at: what its vega is by. */
export interface StartingVol {
  readonly vol: number;
  /** 'volAnnual', or 'the root of initialVariance'. */
  readonly name: string;
}

/** Undefined where the market has none among its parameters, such as resampled history. */
export function startingVol(market: Market): StartingVol | undefined {
  const { market: kind, ...parameters } = market.toJSON();
  const start = startOf[kind];
  if (start === undefined) return undefined;
  const value = Number(parameters[start.key]);
  return start.isVariance
    ? { vol: Math.sqrt(value), name: `the root of ${start.key}` }
    : { vol: value, name: start.key };
}

/** The market at another volatility at writing, in the unit of `startingVol`. */
export function atStartingVol(market: Market, vol: number): Market {
  const json = market.toJSON();
  const { key, isVariance } = startOf[json.market];
  return loadMarket({ ...json, [key]: isVariance ? vol * vol : vol });
}

/**
 * The market as it goes on once its price has moved, in units of the price moved to: the same one wherever returns do not
 * depend on the price. SABR's volatility in money keeps its α, so that its returns move by α S^(β − 1).
 *
 * @param ratio price moved to over price at writing
 */
export function afterSpotMove(market: Market, ratio: number): Market {
  const json = market.toJSON();
  if (json.market !== 'sabr' || json.beta === 1) return market;
  return atStartingVol(market, Number(json.volAnnual) * ratio ** (Number(json.beta) - 1));
}
