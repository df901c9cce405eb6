import { describe, expect, it } from 'vitest';
import { createGbm } from '../../src/simulate/gbm.ts';
import { describeMarket } from '../contracts/market-suite.ts';

describeMarket('gbm', () => createGbm({ volAnnual: 0.2 }));

describe('createGbm', () => {
  it('has the drift and the volatility asked for', () => {
    const market = createGbm({ volAnnual: 0.3, driftAnnual: 0.1, daysPerYear: 250 });
    const { spot, paths } = market.simulate({
      paths: 100_000,
      steps: 2,
      daysPerStep: 25,
      seed: 1,
      stream: ['moments'],
    });
    const logs = spot.subarray(2 * paths).map((value) => Math.log(value / 100));
    const mean = logs.reduce((sum, value) => sum + value, 0) / paths;
    const variance = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / paths;
    const years = 50 / 250;
    expect(mean).toBeCloseTo((0.1 - 0.045) * years, 2);
    expect(Math.sqrt(variance / years)).toBeCloseTo(0.3, 2);
  });

  it('mirrors the second half of antithetic paths', () => {
    const { spot } = createGbm({ volAnnual: 0.2 }).simulate({
      paths: 6,
      steps: 1,
      seed: 1,
      stream: ['pairs'],
      antithetic: true,
    });
    for (let path = 0; path < 3; path++) {
      expect(spot[6 + path] * spot[9 + path]).toBeCloseTo(1e4 * Math.exp(-0.04 / 252), 8);
    }
  });

  it('refuses parameters out of range', () => {
    expect(() => createGbm({ volAnnual: 0 })).toThrow(RangeError);
    expect(() => createGbm({ volAnnual: 0.2, driftAnnual: Number.NaN })).toThrow(RangeError);
    expect(() => createGbm({ volAnnual: 0.2, daysPerYear: 0 })).toThrow(RangeError);
  });
});
