import { describe, expect, it } from 'vitest';
import { checkTrainingMarket, createMarket } from '../../src/simulate/create-market.ts';
import { expectedGrowth, marketWarnings, parametersGiven } from '../../src/simulate/market-terms.ts';
import { type MarketTerms, marketNames, marketSchema } from '../../src/simulate/schema/market-schema.ts';
import { InputError } from '../../src/support/input-error.ts';
import { sp500Close } from './sp500-close.ts';

const close = sp500Close().subarray(0, 1200);
const impliedVol = new Float64Array(close.length).map((_, t) => 0.15 + 0.05 * Math.sin(t / 40));
const history = { close, impliedVol };
const heston = {
  initialVariance: 0.04,
  meanReversionAnnual: 1,
  longRunVariance: 0.04,
  volOfVol: 0.5,
  correlation: -0.7,
};
const jumps = { jumpsPerYear: 1, jumpMean: -0.1, jumpSd: 0.1 };

const withParameters: readonly MarketTerms[] = [
  { name: 'gbm', volAnnual: 0.2, driftAnnual: 0.05 },
  { name: 'merton', volAnnual: 0.2, ...jumps },
  { name: 'heston', ...heston },
  { name: 'bates', ...heston, ...jumps },
  { name: 'sabr', volAnnual: 0.2, correlation: -0.5, volOfVol: 1 },
  { name: 'rough-bergomi', hurst: 0.1, volOfVol: 1.5, correlation: -0.7, forwardVariance: 0.04 },
  { name: 'gjr-garch', omega: 2e-6, alpha: 0.05, gamma: 0.1, beta: 0.85, degreesOfFreedom: 6 },
  { name: 'bachelier', volMoneyAnnual: 20 },
];

describe('createMarket', () => {
  it.each(withParameters)('makes $name of its parameters, as a file gives them', (terms) => {
    const { market, fit } = createMarket(marketSchema.parse(terms), { seed: 1 });
    expect(fit).toBeUndefined();
    const { name, ...parameters } = terms;
    expect(market.name).toBe(name);
    expect(market.toJSON()).toMatchObject({ ...parameters, market: name });
    // Whole data, whatever it might be fitted to, is left alone.
    expect(createMarket(terms, { history, seed: 1 }).fit).toBeUndefined();
    expect(() => checkTrainingMarket(terms, 252)).not.toThrow();
  });

  it.each([
    { name: 'gbm' },
    { name: 'merton' },
    { name: 'gjr-garch', warmUpDays: 20 },
    { name: 'block-bootstrap', meanBlockDays: 15 },
    { name: 'markov-switching', states: 2 },
    { name: 'filtered-history', meanBlockDays: 12 },
  ] as const)('fits $name to bars', (terms) => {
    const { market, fit } = createMarket(terms, { history, seed: 3 });
    const { name, ...options } = terms;
    expect(market.name).toBe(name);
    if ('meanBlockDays' in options || 'warmUpDays' in options) expect(market.toJSON()).toMatchObject(options);
    if (name !== 'filtered-history') expect(fit).toMatchObject({ market: name });
    expect(createMarket(terms, { history, seed: 3 }).market.toJSON()).toEqual(market.toJSON());
    expect(() => checkTrainingMarket(terms, 252)).not.toThrow();
  });

  it('fits SABR to implied volatilities', () => {
    const quotes = [0.9, 1, 1.1].flatMap((moneyness) =>
      [0.1, 0.3].map((years) => ({ years, moneyness, impliedVol: 0.2 + 0.1 * (1 - moneyness) })),
    );
    const { market, fit } = createMarket({ name: 'sabr', beta: 0.5 }, { quotes, seed: 1 });
    expect(market.toJSON()).toMatchObject({ market: 'sabr', beta: 0.5 });
    expect(fit).toMatchObject({ quotes: { length: 6 } });
    expect(createMarket({ name: 'sabr', daysPerYear: 365 }, { quotes, seed: 1 }).market.daysPerYear).toBe(365);
  });

  it.each([
    [
      { name: 'heston', volOfVol: 1 },
      {},
      /^market heston is given volOfVol but not initialVariance, .*or none and data/,
    ],
    [{ name: 'heston' }, {}, /^market heston needs initialVariance, .*or implied volatilities to be fitted to$/],
    [{ name: 'heston' }, { history }, /; bars fit filtered-history, block-bootstrap, /],
    [{ name: 'gbm' }, {}, /^market gbm needs volAnnual, or daily bars/],
    [{ name: 'gbm' }, { quotes: [] }, /; implied volatilities fit heston, bates, sabr, rough-bergomi$/],
    [{ name: 'block-bootstrap' }, {}, /^market block-bootstrap needs daily bars to be fitted to$/],
    [{ name: 'bachelier' }, { history }, /^market bachelier needs volMoneyAnnual; bars fit/],
    [
      { name: 'gbm', driftAnnual: 0.1, daysPerYear: 365 },
      { history },
      /^market gbm is fitted, and driftAnnual, daysPerYear have no effect then: leave them out, or give volAnnual as well$/,
    ],
    [{ name: 'gjr-garch', startVolAnnual: 0.3 }, { history }, /is fitted, and startVolAnnual has no effect/],
    [
      { name: 'gjr-garch', omega: 2e-6, alpha: 0.05, gamma: 0.1, beta: 0.85, start: 'long-run' },
      {},
      /is given its parameters, with which start has no effect/,
    ],
    [{ name: 'filtered-history' }, { history: { close } }, /needs implied volatilities .*take block-bootstrap/],
  ] as const)('says of %o what is possible', (terms, sources, message) => {
    const make = () => createMarket(terms, { ...sources, seed: 1 });
    expect(make).toThrow(InputError);
    expect(make).toThrow(message);
  });

  it('refuses keys without effect before the main job runs, too', () => {
    expect(() => checkTrainingMarket({ name: 'gbm', driftAnnual: 0.1 }, 252)).toThrow('driftAnnual has no effect');
  });

  it('knows what the mean of the price is, where resampling leaves no trace', () => {
    expect(expectedGrowth({ name: 'gbm', volAnnual: 0.2, driftAnnual: 0.1 }, 2)).toBeCloseTo(Math.exp(0.2), 14);
    expect(expectedGrowth({ name: 'bachelier', volMoneyAnnual: 20, driftMoneyAnnual: 5 }, 2)).toBeCloseTo(1.1, 14);
    expect(expectedGrowth({ name: 'gjr-garch' }, 2)).toBe(1);
    expect(expectedGrowth({ name: 'markov-switching', keepDrift: true }, 2)).toBeUndefined();
    expect(expectedGrowth({ name: 'filtered-history' }, 2)).toBeUndefined();
  });

  it('warns of SABR without a mean, as its calibration does', () => {
    const terms = { name: 'sabr', volAnnual: 0.2, volOfVol: 2 } as const;
    expect(marketWarnings({ ...terms, correlation: 0.6 }).join()).toContain('no martingale');
    expect(marketWarnings({ ...terms, correlation: -0.6 })).toEqual([]);
    expect(marketWarnings({ ...terms, correlation: 0.6, beta: 0.9 })).toEqual([]);
  });

  it.each([
    { name: 'gbm', volAnnual: 1e6 },
    { name: 'rough-bergomi', hurst: 0.1, volOfVol: 100, correlation: 0, forwardVariance: 0.04 },
    { name: 'sabr', volAnnual: 0.2, correlation: 0, volOfVol: 101 },
    { name: 'merton', volAnnual: 0.2, ...jumps, jumpSd: 6 },
    { name: 'heston', ...heston, longRunVariance: 101 },
  ])('reads no parameters beyond any market: %j', (terms) => {
    expect(marketSchema.safeParse(terms).success).toBe(false);
  });

  it('knows of every market which parameters make it', () => {
    expect(marketNames).toHaveLength(11);
    for (const terms of withParameters) expect(parametersGiven(terms)).toMatchObject({ isComplete: true, missing: [] });
    expect(parametersGiven({ name: 'sabr', volOfVol: 1 })).toMatchObject({
      given: ['volOfVol'],
      missing: ['volAnnual', 'correlation'],
      isComplete: false,
    });
    expect(parametersGiven({ name: 'block-bootstrap' }).isComplete).toBe(false);
  });
});
