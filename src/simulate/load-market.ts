import { findLoader } from '../support/saved-data.ts';
import { loadFilteredHistory } from './filtered-history.ts';
import { loadGbm } from './gbm.ts';
import type { Market, MarketJSON } from './market.ts';

const loaders: Readonly<Record<string, (json: MarketJSON) => Market>> = {
  gbm: loadGbm,
  'filtered-history': loadFilteredHistory,
};

/**
 * Restores any market from its `toJSON()`, also after a trip through text; the restored market draws the same bits.
 *
 * @throws InputError when the market is unknown or the data do not fit it
 * @example
 * loadMarket(JSON.parse(JSON.stringify(market)));
 */
export function loadMarket(json: MarketJSON): Market {
  return findLoader('saved market', loaders, json?.market)(json);
}
