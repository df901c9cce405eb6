import { loadFilteredHistory } from './filtered-history.ts';
import { loadGbm } from './gbm.ts';
import type { Market, MarketJSON } from './market.ts';

const loaders: Readonly<Record<string, (json: MarketJSON) => Market>> = {
  gbm: loadGbm,
  'filtered-history': loadFilteredHistory,
};

/** Restores any market from its `toJSON()`. Throws a RangeError on a market that is not known. */
export function loadMarket(json: MarketJSON): Market {
  const load = Object.hasOwn(loaders, json.market) ? loaders[json.market] : undefined;
  if (load === undefined) {
    throw new RangeError(`no market '${json.market}': expected one of ${Object.keys(loaders).join(', ')}`);
  }
  return load(json);
}
