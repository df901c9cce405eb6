import { blackScholesPrice } from '../contracts/black-scholes.ts';
import { cosineOtmPrice } from '../contracts/cosine-pricing.ts';
import type { HestonOrBates } from '../contracts/heston-parameters.ts';
import { hestonPuts, mostTermsOfMany } from '../contracts/heston-series.ts';
import { impliedVol } from '../contracts/implied-vol.ts';
import { checkEachQuote, type ImpliedVolQuote } from './implied-vol-quote.ts';

/** As fine as prices are: what the quotes hardly tell of parameters would show coarser ones, κ by some 1e-6. */
const tolerance = 1e-12;
/** A price over the forward below this is all rounding: it is taken for this one, so that errors stay finite. */
const leastPrice = 1e-10;

/** Implied volatilities that a market gives to quotes, in their order: one pass of the characteristic function an expiry. */
export function hestonQuoteVols(parameters: HestonOrBates, quotes: readonly ImpliedVolQuote[]): Float64Array {
  const expiries = new Map<number, ReturnType<typeof hestonPuts>>();
  return Float64Array.from(quotes, ({ years, moneyness }) => {
    let puts = expiries.get(years);
    if (puts === undefined) {
      puts = hestonPuts(parameters, years, tolerance, mostTermsOfMany);
      expiries.set(years, puts);
    }
    const price = Math.max(cosineOtmPrice(puts, Math.log(moneyness)), leastPrice);
    return impliedVol(moneyness <= 1 ? 'put' : 'call', price, 1, moneyness, years, 0);
  });
}

/**
 * The quotes, with weight 0 on options out of the money that cost less than 1e-10 of the forward: prices of the market are
 * not that exact. A warning names them, numbered from 1.
 *
 * @throws InputError on a quote that makes no sense by itself
 */
export function skipWorthless(quotes: readonly ImpliedVolQuote[]): {
  readonly quotes: readonly ImpliedVolQuote[];
  readonly warnings: readonly string[];
} {
  // Moneyness in percent would make every option worthless.
  checkEachQuote(quotes);
  const isWorthless = ({ moneyness, years, impliedVol, weight = 1 }: ImpliedVolQuote) =>
    weight > 0 && blackScholesPrice(moneyness <= 1 ? 'put' : 'call', 1, moneyness, years, 0, impliedVol) < leastPrice;
  const numbers = quotes.flatMap((quote, index) => (isWorthless(quote) ? [index + 1] : []));
  if (numbers.length === 0) return { quotes, warnings: [] };
  return {
    quotes: quotes.map((quote) => (isWorthless(quote) ? { ...quote, weight: 0 } : quote)),
    warnings: [`left out, as their options cost less than ${leastPrice} of the forward: quotes ${numbers.join(', ')}.`],
  };
}

/** What the quotes say at a glance: where calibrations start from. */
export interface SmileGlance {
  /** Volatility nearest to the forward, squared, at the shortest and the longest expiry. */
  readonly shortVariance: number;
  readonly longVariance: number;
  /** −1 where low strikes are dearer than high ones at the shortest expiry with several strikes, else 1. */
  readonly side: number;
}

export function glanceAt(quotes: readonly ImpliedVolQuote[]): SmileGlance {
  const years = quotes.map((quote) => quote.years);
  const varianceAt = (expiry: number) => {
    const smile = quotes.filter((quote) => quote.years === expiry);
    const nearest = smile.reduce((best, quote) => (distance(quote) < distance(best) ? quote : best));
    return nearest.impliedVol ** 2;
  };
  const wings = quotes.toSorted((a, b) => a.moneyness - b.moneyness);
  return {
    shortVariance: varianceAt(Math.min(...years)),
    longVariance: varianceAt(Math.max(...years)),
    side: wings[0].impliedVol >= wings[wings.length - 1].impliedVol ? -1 : 1,
  };
}

function distance({ moneyness }: ImpliedVolQuote): number {
  return Math.abs(Math.log(moneyness));
}
