import { describe, expect, it } from 'vitest';
import { createContract } from '../../src/contracts/create-contract.ts';
import { monteCarloPrice } from '../../src/contracts/monte-carlo.ts';
import { contractPayoffs, payoffsOf } from '../../src/contracts/payoffs-of.ts';
import { priceContract } from '../../src/contracts/price-contract.ts';
import type { Underlying } from '../../src/contracts/underlying.ts';
import { drawPrices } from './random-prices.ts';

const asian = createContract({ type: 'asian', option: 'call', average: 'geometric', strike: 1 });

describe('payoffsOf', () => {
  it('gives the payoff of every path', () => {
    const batch = { paths: 2, steps: 2, spot: Float64Array.of(100, 100, 104, 90, 104, 100) };
    const paid = payoffsOf(asian, batch);
    expect(paid[0]).toBeCloseTo(4, 12);
    expect(paid[1]).toBe(0);
    expect(payoffsOf(asian, batch, { scale: Float64Array.of(50, 90) })[1]).toBeCloseTo(Math.sqrt(9000) - 90, 12);
  });

  it('leaves what was seen at writing when the paths start elsewhere', () => {
    const lookback = createContract({ type: 'lookback', option: 'put', kind: 'floating' });
    const batch = { paths: 2, steps: 1, spot: Float64Array.of(90, 110, 95, 120) };
    expect([...payoffsOf(lookback, batch)]).toEqual([0, 0]);
    expect([...payoffsOf(lookback, batch, { atWriting: Float64Array.of(100, 100) })]).toEqual([5, 0]);
    // Levels are multiples of the price at writing.
    const call = createContract({ type: 'call', strike: 1 });
    expect([...payoffsOf(call, batch, { atWriting: Float64Array.of(90, 100) })]).toEqual([5, 20]);
  });

  it('refuses prices of another shape', () => {
    const batch = { paths: 2, steps: 1, spot: new Float64Array(4).fill(100) };
    expect(() => payoffsOf(asian, batch, { atWriting: Float64Array.of(100) })).toThrow('atWriting has 1 values');
    expect(() => payoffsOf(asian, { paths: 2, steps: 2, spot: new Float64Array(5) })).toThrow(/spot has 5 values/);
  });
});

describe('contractPayoffs', () => {
  it('prices by Monte Carlo what the closed form gives', () => {
    const underlying: Underlying = { kind: 'fx', model: 'black-scholes', rateAnnual: 0.04, yieldAnnual: 0.01 };
    const request = { underlying, spot: 100, vol: 0.3, years: 0.5 };
    const steps = 6;
    const batches = [1, 2, 3].map((seed) => drawPrices({ ...request, paths: 10_000, steps, seed }));
    const options = { discount: Math.exp(-0.02), independent: 'antithetic' } as const;
    const { price, standardError } = monteCarloPrice(batches, contractPayoffs(asian), options);
    const exact = priceContract(asian.terms, { ...request, fixings: steps, scale: 100 }).price;
    expect(standardError).toBeLessThan(0.01 * exact);
    expect(Math.abs(price - exact)).toBeLessThan(3 * standardError);
  });
});
