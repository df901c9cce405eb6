import { describe, expect, it } from 'vitest';
import { createFilteredHistory } from '../../src/simulate/filtered-history.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { loadMarket } from '../../src/simulate/load-market.ts';
import { InputError } from '../../src/support/input-error.ts';

const parameters = {
  intercept: -0.1,
  slope: 0.9,
  lowest: -3,
  highest: 0,
  logVols: Float64Array.of(-1.6, -1.5),
  returns: Float64Array.of(-0.5, 0, 0.5),
  shocks: Float64Array.of(0.1, 0, -0.1),
  meanBlockDays: 10,
};
const history = createFilteredHistory(parameters).toJSON();
const gbm = createGbm({ volAnnual: 0.2 }).toJSON();

// Saving and loading of each market is checked in test/contracts/market-suite.ts.
describe('loadMarket', () => {
  it.each([
    [
      'an unknown market',
      { market: 'hull-white' },
      /^saved market is of the unknown sort "hull-white": expected one of gbm, /,
    ],
    ['a name every object has', { market: 'toString' }, /unknown sort "toString"/],
    ['nothing', null as never, /unknown sort undefined/],
    ['a market without its parts', { market: 'filtered-history' }, /^saved market 'filtered-history': intercept: /],
    ['a short list', { ...history, shocks: [0.1] }, /'filtered-history': shocks has 1 values, expected 3; save it/],
    ['an empty list', { ...history, logVols: [] }, /'filtered-history': logVols: /],
    ['a value that is no number', { ...history, returns: [0, null, 1] }, /'filtered-history': returns\.1: /],
    ['blocks of half a day', { ...history, meanBlockDays: 0.5 }, /'filtered-history': meanBlockDays: .*>=1/],
    ['no volatility', { ...gbm, volAnnual: 0 }, /^saved market 'gbm': volAnnual: .*>0/],
    ['a drift that is no number', { ...gbm, driftAnnual: 'up' }, /'gbm': driftAnnual: /],
  ])('refuses %s in one line', (_, json, message) => {
    expect(() => loadMarket(json)).toThrow(InputError);
    expect(() => loadMarket(json)).toThrow(message);
  });
});

describe('createFilteredHistory', () => {
  it('refuses pairs that are none', () => {
    expect(() => createFilteredHistory({ ...parameters, shocks: Float64Array.of(1) })).toThrow('shocks has 1 values');
    expect(() => createFilteredHistory({ ...parameters, logVols: new Float64Array() })).toThrow(RangeError);
  });
});
