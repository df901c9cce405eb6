import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { ContractTerms } from '../../src/contracts/contract-terms.ts';
import { haganVol } from '../../src/contracts/hagan.ts';
import { hestonGreeks } from '../../src/contracts/heston-price.ts';
import { mertonPrice } from '../../src/contracts/merton-price.ts';
import { priceContract } from '../../src/contracts/price-contract.ts';
import type { Underlying } from '../../src/contracts/underlying.ts';
import { createBachelierMarket } from '../../src/simulate/bachelier-market.ts';
import { createBates } from '../../src/simulate/bates.ts';
import { formulaInMarket } from '../../src/simulate/formula-in-market.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { createHeston } from '../../src/simulate/heston.ts';
import type { Market } from '../../src/simulate/market.ts';
import { createMerton } from '../../src/simulate/merton.ts';
import { createPathPool } from '../../src/simulate/path-pool.ts';
import { priceByPaths } from '../../src/simulate/price-by-paths.ts';
import { createRoughBergomi } from '../../src/simulate/rough-bergomi.ts';
import { createSabr } from '../../src/simulate/sabr.ts';

const spot: Underlying = { kind: 'spot', model: 'black-scholes', rateAnnual: 0.04, yieldAnnual: 0.01 };
const futures: Underlying = { ...spot, kind: 'futures', yieldAnnual: 0.04 };
const [years, fixings] = [0.5, 30];
const daysPerYear = fixings / years;
const at = { underlying: spot, spot: 100, years, fixings };
const jumps = { jumpsPerYear: 1, jumpMean: -0.1, jumpSd: 0.1 };
const heston = {
  ...{ initialVariance: 0.04, meanReversionAnnual: 1.5, longRunVariance: 0.06, volOfVol: 0.5, correlation: -0.7 },
};
const markets = {
  gbm: createGbm({ volAnnual: 0.2, daysPerYear }),
  merton: createMerton({ volAnnual: 0.2, ...jumps, daysPerYear }),
  heston: createHeston({ ...heston, daysPerYear, substepsPerDay: 4 }),
  bates: createBates({ ...heston, ...jumps, daysPerYear, substepsPerDay: 4 }),
  sabr: createSabr({ volAnnual: 0.2, beta: 0.5, correlation: -0.3, volOfVol: 0.4, daysPerYear }),
};
const still = {
  merton: createMerton({ volAnnual: 0.2, jumpsPerYear: 0, jumpMean: 0, jumpSd: 0 }),
  heston: createHeston({ ...heston, longRunVariance: 0.04, volOfVol: 1e-6 }),
  bates: createBates({ ...heston, longRunVariance: 0.04, volOfVol: 1e-6, jumpsPerYear: 0, jumpMean: 0, jumpSd: 0 }),
  sabr: createSabr({ volAnnual: 0.2, correlation: -0.3, volOfVol: 1e-7 }),
};
const contracts = {
  put: { type: 'put', strike: 95 },
  condor: { type: 'condor', strikes: [80, 90, 110, 120] },
  digital: { type: 'digital', option: 'put', strike: 95, pays: 'cash', cash: 10 },
  asset: { type: 'digital', option: 'call', strike: 105, pays: 'asset' },
  swap: { type: 'variance-swap', strikeVol: 0.2, notional: 1000 },
  book: {
    type: 'book',
    legs: [
      { quantity: 2, contract: { type: 'straddle', strike: 100 } },
      { quantity: -1, contract: { type: 'call', strike: 90 } },
    ],
  },
} as const satisfies Record<string, ContractTerms>;
const greekNames = ['price', 'delta', 'gamma', 'vega', 'theta', 'rho', 'vanna', 'volga'] as const;

describe('formulaInMarket', () => {
  it('is exact in markets of one volatility', () => {
    const call = { type: 'call', strike: 100 } as const;
    const plain = { ...at, years: 1, underlying: { ...spot, rateAnnual: 0, yieldAnnual: 0 } };
    expect(formulaInMarket(call, createGbm({ volAnnual: 0.2 }), plain)?.price).toBeCloseTo(7.9656, 4);
    const normal = { ...futures, model: 'bachelier' } as const;
    const wti = { ...at, underlying: normal, spot: -36.98 };
    const found = formulaInMarket({ type: 'put', strike: -30 }, createBachelierMarket({ volMoneyAnnual: 40 }), wti);
    const exact = priceContract({ type: 'put', strike: -30 }, { ...wti, vol: 40 });
    expect(found?.price).toBe(exact.price);
    const asian = { type: 'asian', option: 'call', average: 'arithmetic', strike: 100 } as const;
    expect(formulaInMarket(asian, markets.gbm, at)?.method).toBe('approximation');
  });

  it.each(Object.entries(still))(
    'tends to Black and Scholes in %s where nothing is random but the price',
    (_, market) => {
      for (const underlying of [spot, futures]) {
        for (const [name, terms] of Object.entries(contracts)) {
          if (market.name === 'sabr' && ['digital', 'asset', 'swap'].includes(name)) continue;
          const found = formulaInMarket(terms, market, { ...at, underlying });
          const exact = priceContract(terms, { ...at, underlying, vol: 0.2 });
          // Heston's vega is by the variance at writing alone, which the long run pulls back from.
          const byVol = market.name === 'merton' || market.name === 'sabr';
          const compared = byVol ? greekNames : (['price', 'delta', 'gamma', 'theta', 'rho'] as const);
          for (const greek of compared) {
            const size = Math.max(Math.abs(exact[greek]), 0.01);
            expect(Math.abs(found![greek] - exact[greek]) / size, `${name} ${greek}`).toBeLessThan(1e-3);
          }
        }
      }
    },
  );

  it('takes each market its own formula, on futures with the rate as discount alone', () => {
    const { price, rho } = formulaInMarket(contracts.put, markets.heston, { ...at, underlying: futures })!;
    const series = hestonGreeks('put', 100, 95, years, heston, futures);
    expect(price).toBe(series.price);
    expect(rho).toBe(-years * price);
    const merton = formulaInMarket(contracts.put, markets.merton, at)!;
    const mixed = mertonPrice('put', 100, 95, years, 0.04, { volAnnual: 0.2, ...jumps }, spot);
    expect(merton.price).toBe(mixed);
    const sabr = formulaInMarket(contracts.put, markets.sabr, { ...at, underlying: futures })!;
    const vol = haganVol(1, 0.95, years, 0.2, { beta: 0.5, correlation: -0.3, volOfVol: 0.4 });
    const black = priceContract(contracts.put, { ...at, underlying: futures, vol }).price;
    expect(sabr.price).toBeCloseTo(black, 12);
    expect(sabr.method).toBe('approximation');
    expect(sabr.formula).toContain('Hagan');
  });

  it('sums options to straight pieces and books, in levels or in money', () => {
    const { price, delta } = formulaInMarket(contracts.book, markets.bates, at)!;
    const greeks = (type: 'call' | 'put', strike: number) =>
      hestonGreeks(type, 100, strike, years, { ...heston, ...jumps }, spot);
    const [call, put, low] = [greeks('call', 100), greeks('put', 100), greeks('call', 90)];
    expect(price).toBeCloseTo(2 * (call.price + put.price) - low.price, 9);
    expect(delta).toBeCloseTo(2 * (call.delta + put.delta) - low.delta, 9);
    const levels = { ...at, scale: 100 };
    const condor = formulaInMarket({ type: 'condor', strikes: [0.8, 0.9, 1.1, 1.2] }, markets.bates, levels)!;
    expect(condor.price).toBeCloseTo(formulaInMarket(contracts.condor, markets.bates, at)!.price, 9);
    // A kink at 0 is met by every price: 5 + S.
    const line = { type: 'piecewise-linear', points: [[0, 5]], leftSlope: 0, rightSlope: 1 } as const;
    const straight = formulaInMarket(line, markets.bates, at)!;
    expect(straight.price).toBeCloseTo(5 * Math.exp(-0.02) + 100 * Math.exp(-0.005), 9);
    expect(straight.formula).toBe('a forward and a bond');
  });

  it('has none where paths must do', () => {
    const lookback = { type: 'lookback', option: 'call', kind: 'floating' } as const;
    expect(formulaInMarket(lookback, markets.heston, at)).toBeUndefined();
    expect(formulaInMarket(contracts.digital, markets.sabr, at)).toBeUndefined();
    const mixed = { type: 'book', legs: [{ quantity: 1, contract: lookback }, ...contracts.book.legs] } as const;
    expect(formulaInMarket(mixed, markets.heston, at)).toBeUndefined();
    const rough = createRoughBergomi({ hurst: 0.1, volOfVol: 1.5, correlation: -0.7, forwardVariance: 0.04 });
    expect(formulaInMarket(contracts.put, rough, at)).toBeUndefined();
  });

  it('refuses a market and a model that do not go together', () => {
    const normal = { ...at, underlying: { ...futures, model: 'bachelier' } as const };
    expect(() => formulaInMarket(contracts.put, markets.gbm, normal)).toThrow('go together');
  });
});

// Threads load built files: `npm test` builds first.
describe.skipIf(!existsSync(new URL('../../dist/simulate/path-worker.js', import.meta.url)))('its formulas', () => {
  const pool = createPathPool({ threads: 2 });
  afterAll(() => pool.close());

  const { gbm: _, ...random } = markets;
  it.each(Object.entries<Market>(random))('meet the paths of %s', async (_name, market) => {
    for (const [name, terms] of Object.entries(contracts)) {
      const found = formulaInMarket(terms, market, at);
      if (found === undefined) continue;
      const byPaths = await priceByPaths(terms, market, { ...at, paths: 16_384, seed: 11 }, pool);
      for (const greek of ['price', 'delta', 'gamma', 'vega', 'rho'] as const) {
        const { value, standardError } = byPaths[greek]!;
        const slack = 0.002 * Math.abs(found[greek]);
        expect(Math.abs(value - found[greek]), `${name} ${greek}`).toBeLessThan(4 * standardError + slack);
      }
    }
  });
});
