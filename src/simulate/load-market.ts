import { InputError } from '../support/input-error.ts';
import { findLoader } from '../support/saved-data.ts';
import { loadBachelierMarket } from './bachelier-market.ts';
import { loadBates } from './bates.ts';
import { loadBlockBootstrap } from './block-bootstrap.ts';
import { loadFilteredHistory } from './filtered-history.ts';
import { loadGbm } from './gbm.ts';
import { loadGjrGarch } from './gjr-garch.ts';
import { loadHeston } from './heston.ts';
import type { Market, MarketJSON } from './market.ts';
import { loadMarkovSwitching } from './markov-switching.ts';
import { loadMerton } from './merton.ts';
import { loadRoughBergomi } from './rough-bergomi.ts';
import { loadSabr } from './sabr.ts';
import { loadWithForecast } from './with-forecast.ts';

const loaders: Readonly<Record<string, (json: MarketJSON) => Market>> = {
  gbm: loadGbm,
  merton: loadMerton,
  heston: loadHeston,
  bates: loadBates,
  sabr: loadSabr,
  'rough-bergomi': loadRoughBergomi,
  bachelier: loadBachelierMarket,
  'gjr-garch': loadGjrGarch,
  'markov-switching': loadMarkovSwitching,
  'block-bootstrap': loadBlockBootstrap,
  'filtered-history': loadFilteredHistory,
  'with-forecast': (json) => loadWithForecast(json, loadMarket),
};

/**
 * Restores any market from its `toJSON()`, also after a trip through text; the restored market draws the same bits.
 *
 * @throws InputError when the market is unknown or the data do not fit it
 * @example
 * loadMarket(JSON.parse(JSON.stringify(market)));
 */
export function loadMarket(json: MarketJSON): Market {
  try {
    return findLoader('saved market', loaders, json?.market)(json);
  } catch (error) {
    // Saved data of the right shape may still hold what no market can be made of.
    throw error instanceof RangeError ? new InputError(`saved market '${json?.market}': ${error.message}`) : error;
  }
}
