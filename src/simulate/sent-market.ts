import { createHash } from 'node:crypto';
import type { Market, MarketJSON } from './market.ts';

/** A market as workers are sent it. */
export interface SentMarket {
  /** Tells markets apart that are loaded once and drawn from many times. */
  readonly key: string;
  readonly market: MarketJSON;
}

/** Markets do not change, and resampled ones are long: each is written out once. */
const sent = new WeakMap<Market, SentMarket>();

/** What workers are sent of a market. */
export function sentMarket(market: Market): SentMarket {
  let known = sent.get(market);
  if (known === undefined) {
    const json = market.toJSON();
    known = { key: createHash('sha256').update(JSON.stringify(json)).digest('hex'), market: json };
    sent.set(market, known);
  }
  return known;
}
