import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { ContractTerms } from '../../src/contracts/contract-terms.ts';
import { hestonGreeks } from '../../src/contracts/heston-price.ts';
import type { Estimate } from '../../src/contracts/monte-carlo-greeks.ts';
import { priceContract } from '../../src/contracts/price-contract.ts';
import type { Underlying } from '../../src/contracts/underlying.ts';
import { createBachelierMarket } from '../../src/simulate/bachelier-market.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { createGjrGarch } from '../../src/simulate/gjr-garch.ts';
import { createHeston } from '../../src/simulate/heston.ts';
import { createPathPool } from '../../src/simulate/path-pool.ts';
import { priceByPaths } from '../../src/simulate/price-by-paths.ts';
import { createSabr } from '../../src/simulate/sabr.ts';

const spot: Underlying = { kind: 'spot', model: 'black-scholes', rateAnnual: 0.04, yieldAnnual: 0.01 };
const futures: Underlying = { kind: 'futures', model: 'bachelier', rateAnnual: 0.03, yieldAnnual: 0.03 };
const years = 0.5;
const fixings = 10;
const request = { spot: 80, years, fixings, paths: 40_000, seed: 3 };

/** Within 3 standard errors, and an error small enough to tell. */
function expectNear({ value, standardError }: Estimate, exact: number, bias = 0): void {
  expect(standardError).toBeGreaterThan(0);
  expect(Math.abs(value - exact)).toBeLessThan(3 * standardError + bias);
}

// Threads load built files: `npm test` builds first.
describe.skipIf(!existsSync(new URL('../../dist/simulate/path-worker.js', import.meta.url)))('priceByPaths', () => {
  const pool = createPathPool({ threads: 2 });
  afterAll(() => pool.close());

  it.each<ContractTerms>([
    { type: 'call', strike: 85 },
    { type: 'straddle', strike: 80 },
    { type: 'digital', option: 'put', strike: 78, pays: 'cash', cash: 20 },
    { type: 'asian', option: 'call', average: 'geometric', strike: 80 },
    { type: 'forward-start', option: 'call', moneyness: 1.05, startShare: 0.5 },
    { type: 'variance-swap', strikeVol: 0.25, notional: 200 },
    {
      type: 'book',
      legs: [
        { quantity: 2, contract: { type: 'put', strike: 75 } },
        { quantity: -1, contract: { type: 'call', strike: 90 } },
      ],
    },
  ])('meets the closed form of $type, with rate and yield', async (terms) => {
    const market = createGbm({ volAnnual: 0.3, daysPerYear: fixings / years });
    const found = await priceByPaths(terms, market, { ...request, underlying: spot }, pool);
    const exact = priceContract(terms, { underlying: spot, spot: 80, vol: 0.3, years, fixings });
    expectNear(found.price, exact.price);
    // Differences of a tenth of a standard deviation round off what bends within them.
    expectNear(found.delta, exact.delta, 0.01);
    expectNear(found.gamma, exact.gamma, 0.03 * Math.abs(exact.gamma) + 2e-4);
    expectNear(found.vega!, exact.vega, 0.005 * Math.abs(exact.vega));
    expectNear(found.rho!, exact.rho, 0.005 * Math.abs(exact.rho));
    expect(found.price.standardError).toBeLessThan(0.1);
  });

  it.each<ContractTerms>([
    { type: 'lookback', option: 'put', kind: 'floating' },
    { type: 'lookback', option: 'call', kind: 'floating' },
    { type: 'lookback', option: 'call', kind: 'fixed', strike: 78 },
    { type: 'barrier', option: 'put', knock: 'down-and-in', strike: 80, barrier: 75 },
  ])('meets the formula of $type $kind at one fixing, where it is exact, on futures', async (terms) => {
    // What was seen at writing is no multiple of the price that moves: delta is not price / spot.
    const market = createGbm({ volAnnual: 0.3, daysPerYear: 1 / years });
    const underlying = { ...spot, kind: 'futures', yieldAnnual: spot.rateAnnual } as const;
    const found = await priceByPaths(terms, market, { ...request, fixings: 1, underlying }, pool);
    const exact = priceContract(terms, { underlying, spot: 80, vol: 0.3, years, fixings: 1 });
    for (const greek of ['price', 'delta', 'gamma', 'vega', 'rho'] as const) {
      expectNear(found[greek]!, exact[greek], 0.005 * Math.abs(exact[greek]));
    }
  });

  it('knows the slope of a lookback seen every day, by which its approximation is off', async () => {
    // E[max M / 80; max M > 80] − E[S_T] / 80, discounted: 0.1082 ± 0.0005 with 200,000 paths.
    const market = createGbm({ volAnnual: 0.3 });
    const underlying = { kind: 'futures', model: 'black-scholes', rateAnnual: 0.05, yieldAnnual: 0.05 } as const;
    const at = { underlying, spot: 100, years, fixings: 126, paths: 20_000, seed: 7 };
    const { delta, gamma } = await priceByPaths(
      { type: 'lookback', option: 'put', kind: 'floating' },
      market,
      at,
      pool,
    );
    expectNear(delta, 0.1082, 0.001);
    // Density of the highest price at that of writing, by counting: 0.0311 ± 0.0004.
    expectNear(gamma, 0.0311, 0.002);
  });

  it('gives SABR the delta of its α, not that of its returns', async () => {
    const market = createSabr({ volAnnual: 0.3, beta: 0, correlation: -0.3, volOfVol: 1e-6, daysPerYear: 20 / years });
    const underlying = { kind: 'futures', model: 'black-scholes', rateAnnual: 0, yieldAnnual: 0 } as const;
    const at = { ...request, fixings: 20, underlying };
    const { delta, vega } = await priceByPaths({ type: 'call', strike: 80 }, market, at, pool);
    // β = 0 without volatility of volatility is Bachelier's market of 0.3 × 80 a year: Φ(0) at the money.
    expectNear(delta, 0.5, 0.002);
    expectNear(vega!, 80 * Math.sqrt(years / (2 * Math.PI)), 0.1);
  });

  it('leaves out vega where the market has no volatility to move', async () => {
    const market = createGjrGarch({ omega: 1e-6, alpha: 0.05, gamma: 0.1, beta: 0.85 });
    const at = { ...request, years: fixings / 252, underlying: spot, paths: 100 };
    const found = await priceByPaths({ type: 'call', strike: 80 }, market, at, pool);
    expect(Object.keys(found)).toEqual(['price', 'delta', 'gamma', 'rho', 'paths']);
  });

  it('meets closed forms under a normal model, with prices below zero', async () => {
    const market = createBachelierMarket({ volMoneyAnnual: 60, daysPerYear: fixings / years });
    for (const terms of [
      { type: 'put', strike: -30 },
      { type: 'asian', option: 'call', average: 'arithmetic', strike: -35 },
    ] as const) {
      const at = { ...request, underlying: futures, spot: -36.98 };
      const found = await priceByPaths(terms, market, at, pool);
      const exact = priceContract(terms, { underlying: futures, spot: -36.98, vol: 60, years, fixings });
      expectNear(found.price, exact.price);
      expectNear(found.delta, exact.delta, 0.01);
    }
  });

  it('meets the cosine series in the Heston model', async () => {
    const parameters = {
      initialVariance: 0.04,
      meanReversionAnnual: 1.5,
      longRunVariance: 0.05,
      volOfVol: 0.5,
      correlation: -0.7,
    };
    const market = createHeston({ ...parameters, daysPerYear: 60 / years, substepsPerDay: 2 });
    const at = { ...request, fixings: 60, underlying: spot };
    const found = await priceByPaths({ type: 'put', strike: 75 }, market, at, pool);
    const exact = hestonGreeks('put', 80, 75, years, parameters, spot);
    expectNear(found.price, exact.price, 0.01);
    expectNear(found.delta, exact.delta, 0.01);
  });

  it('scales levels that are multiples of money', async () => {
    const market = createGbm({ volAnnual: 0.3, daysPerYear: fixings / years });
    const inMoney = await priceByPaths({ type: 'call', strike: 88 }, market, { ...request, underlying: spot }, pool);
    const scaled = { ...request, underlying: spot, scale: 80 };
    const inLevels = await priceByPaths({ type: 'call', strike: 1.1 }, market, scaled, pool);
    expect(inLevels.price.value).toBeCloseTo(inMoney.price.value, 10);
    expect(inLevels.delta.value).toBeCloseTo(inMoney.delta.value, 10);
  });

  it('gives the same bits on any number of threads', async () => {
    const market = createGbm({ volAnnual: 0.3, daysPerYear: fixings / years });
    const alone = createPathPool({ threads: 1 });
    const price = (from: typeof pool) =>
      priceByPaths({ type: 'call', strike: 85 }, market, { ...request, underlying: spot }, from);
    expect(await price(alone)).toEqual(await price(pool));
    await alone.close();
  });

  it('refuses what it cannot price', async () => {
    const market = createBachelierMarket({ volMoneyAnnual: 20 });
    const carried = { ...request, underlying: { ...futures, yieldAnnual: 0 } };
    await expect(priceByPaths({ type: 'call', strike: 80 }, market, carried, pool)).rejects.toThrow('both are equal');
    await expect(
      priceByPaths({ type: 'call', strike: 80 }, market, { ...request, underlying: futures, paths: 0 }, pool),
    ).rejects.toThrow(RangeError);
  });
});
