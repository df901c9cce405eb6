import { describe, expect, it } from 'vitest';
import { createBachelierMarket, loadBachelierMarket } from '../../src/simulate/bachelier-market.ts';
import { InputError } from '../../src/support/input-error.ts';
import { describeMarket } from '../contracts/market-suite.ts';

describeMarket('bachelier', () => createBachelierMarket({ volMoneyAnnual: 30 }));

describe('createBachelierMarket', () => {
  it('has the drift and the volatility asked for, in money', () => {
    const market = createBachelierMarket({ volMoneyAnnual: 40, driftMoneyAnnual: 12, daysPerYear: 250 });
    const paths = 100_000;
    const { spot } = market.simulate({ paths, steps: 2, daysPerStep: 25, seed: 1, stream: ['moments'] });
    const ends = spot.subarray(2 * paths);
    const mean = ends.reduce((sum, value) => sum + value, 0) / paths;
    const variance = ends.reduce((sum, value) => sum + (value - mean) ** 2, 0) / paths;
    const deviation = 40 * Math.sqrt(50 / 250);
    expect(Math.abs(mean - 100 - (12 * 50) / 250)).toBeLessThan((3 * deviation) / Math.sqrt(paths));
    expect(Math.abs(Math.sqrt(variance) / deviation - 1)).toBeLessThan(3 / Math.sqrt(2 * paths));
  });

  it('prices an option at the money at σ √(T / 2π), as Bachelier did', () => {
    const paths = 100_000;
    const market = createBachelierMarket({ volMoneyAnnual: 30 });
    const { spot } = market.simulate({ paths, steps: 1, daysPerStep: 63, seed: 1, stream: ['price'] });
    const payoffs = spot.subarray(paths).map((end) => Math.max(end - 100, 0));
    const mean = payoffs.reduce((sum, value) => sum + value, 0) / paths;
    const variance = payoffs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / paths;
    const exact = 30 * Math.sqrt(0.25 / (2 * Math.PI));
    expect(Math.abs(mean - exact)).toBeLessThan(3 * Math.sqrt(variance / paths));
  });

  it('lets prices become negative', () => {
    const market = createBachelierMarket({ volMoneyAnnual: 200 });
    const { spot } = market.simulate({ paths: 1000, steps: 60, seed: 1, stream: ['oil'] });
    expect(spot.some((price) => price < 0)).toBe(true);
  });

  it('mirrors each second of antithetic paths', () => {
    const market = createBachelierMarket({ volMoneyAnnual: 30 });
    const { spot } = market.simulate({ paths: 10, steps: 3, seed: 1, stream: ['pairs'], antithetic: true });
    for (let i = 0; i < spot.length; i += 2) expect(spot[i] + spot[i + 1]).toBeCloseTo(200, 11);
  });

  it('quotes its volatility in money', () => {
    const market = createBachelierMarket({ volMoneyAnnual: 30 });
    expect(market.volUnit).toBe('normal');
    const { impliedVol } = market.simulate({ paths: 5, steps: 3, seed: 1, stream: [] });
    expect(impliedVol.every((vol) => vol === 30)).toBe(true);
  });

  it('refuses parameters out of range', () => {
    expect(() => createBachelierMarket({ volMoneyAnnual: 0 })).toThrow(RangeError);
    expect(() => createBachelierMarket({ volMoneyAnnual: 1, driftMoneyAnnual: Number.NaN })).toThrow(RangeError);
    expect(() => createBachelierMarket({ volMoneyAnnual: 1, daysPerYear: 0 })).toThrow(RangeError);
    expect(() => loadBachelierMarket({ market: 'bachelier', volMoneyAnnual: -1 })).toThrow(InputError);
  });
});
