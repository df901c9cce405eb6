import { describe, expect, it } from 'vitest';
import { blackScholesPrice } from '../../src/contracts/black-scholes.ts';
import { createGbm, loadGbm } from '../../src/simulate/gbm.ts';
import { InputError } from '../../src/support/input-error.ts';
import { describeMarket } from '../contracts/market-suite.ts';

describeMarket('gbm', () => createGbm({ volAnnual: 0.2 }));
describeMarket('gbm, large moves', () => createGbm({ volAnnual: 1.2 }));

describe('createGbm', () => {
  it.each([0.3, 1.5])('has the drift and the volatility %d asked for', (volAnnual) => {
    const market = createGbm({ volAnnual, driftAnnual: 0.1, daysPerYear: 250 });
    const paths = 100_000;
    const { spot } = market.simulate({ paths, steps: 2, daysPerStep: 25, seed: 1, stream: ['moments'] });
    const logs = spot.subarray(2 * paths).map((value) => Math.log(value / 100));
    const mean = logs.reduce((sum, value) => sum + value, 0) / paths;
    const variance = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / paths;
    const years = 50 / 250;
    const deviation = volAnnual * Math.sqrt(years);
    expect(Math.abs(mean - (0.1 - volAnnual ** 2 / 2) * years)).toBeLessThan((3 * deviation) / Math.sqrt(paths));
    expect(Math.abs(Math.sqrt(variance) / deviation - 1)).toBeLessThan(3 / Math.sqrt(2 * paths));
  });

  it.each([80, 100, 120])('prices a call of strike %d as Black and Scholes do', (strike) => {
    const market = createGbm({ volAnnual: 0.3 });
    const paths = 100_000;
    const { spot } = market.simulate({ paths, steps: 3, daysPerStep: 21, seed: 2, stream: ['calls'] });
    const payoffs = spot.subarray(3 * paths).map((end) => Math.max(end - strike, 0));
    const mean = payoffs.reduce((sum, value) => sum + value, 0) / paths;
    const variance = payoffs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / paths;
    const exact = blackScholesPrice('call', 100, strike, 63 / 252, 0, 0.3);
    expect(Math.abs(mean - exact)).toBeLessThan(3 * Math.sqrt(variance / paths));
  });

  it.each([0.2, 1.2])('mirrors each second of antithetic paths, at volatility %d', (volAnnual) => {
    const { spot } = createGbm({ volAnnual }).simulate({
      paths: 600,
      steps: 2,
      seed: 1,
      stream: ['pairs'],
      antithetic: true,
    });
    for (let path = 0; path < 600; path += 2) {
      for (const step of [1, 2]) {
        const product = (spot[600 * step + path] * spot[600 * step + path + 1]) / 1e4;
        // Moves are exact to 1e-7 of themselves.
        expect(Math.log(product)).toBeCloseTo((-(volAnnual ** 2) * step) / 252, 7);
      }
    }
  });

  it('moves by days: steps of several days show the same paths less often', () => {
    const market = createGbm({ volAnnual: 0.2 });
    const request = { paths: 20, seed: 1, stream: ['days'] };
    const daily = market.simulate({ ...request, steps: 20 }).spot;
    const weekly = market.simulate({ ...request, steps: 4, daysPerStep: 5 }).spot;
    for (let step = 0; step <= 4; step++) {
      expect(weekly.subarray(step * 20, step * 20 + 20)).toEqual(daily.subarray(step * 100, step * 100 + 20));
    }
  });

  it('quotes its volatility', () => {
    const { impliedVol } = createGbm({ volAnnual: 0.25 }).simulate({ paths: 5, steps: 3, seed: 1, stream: [] });
    expect(impliedVol.every((vol) => vol === 0.25)).toBe(true);
  });

  it('refuses parameters out of range', () => {
    expect(() => createGbm({ volAnnual: 0 })).toThrow(RangeError);
    expect(() => createGbm({ volAnnual: 0.2, driftAnnual: Number.NaN })).toThrow(RangeError);
    expect(() => createGbm({ volAnnual: 0.2, daysPerYear: 0 })).toThrow(RangeError);
    expect(() => loadGbm({ market: 'gbm', volAnnual: 'high' })).toThrow(InputError);
  });
});
