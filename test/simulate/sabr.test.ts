import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { haganVol } from '../../src/contracts/hagan.ts';
import { impliedVol } from '../../src/contracts/implied-vol.ts';
import { createSabr, type SabrParameters } from '../../src/simulate/sabr.ts';
import { describeMarket } from '../contracts/market-suite.ts';

// The parameters of Cao, Chen, Hull and Poulos, "Deep hedging of derivatives using reinforcement learning" (2021).
const cao: SabrParameters = { volAnnual: 0.2, correlation: -0.4, volOfVol: 0.6, daysPerYear: 250 };

describeMarket('sabr', () => createSabr(cao));
describeMarket('sabr, beta 0.5', () => createSabr({ ...cao, beta: 0.5, substepsPerDay: 2 }));

/** Mean and its standard error, of antithetic pairs. */
function pairMean(values: ArrayLike<number>): { readonly mean: number; readonly error: number } {
  const pairs = values.length / 2;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i += 2) {
    const value = 0.5 * (values[i] + values[i + 1]);
    sum += value;
    squares += value * value;
  }
  const mean = sum / pairs;
  return { mean, error: Math.sqrt((squares / pairs - mean * mean) / pairs) };
}

describe('createSabr', () => {
  const paths = 200_000;
  const request = { paths, steps: 4, daysPerStep: 5, seed: 7, stream: ['test'], antithetic: true };

  // Hagan's formula is off by O(years²) itself: by less than 0.1 points here, one month at a volatility of volatility of 0.6.
  it.each([[1], [0.5], [0]])('prices like Hagan a month ahead, beta %d', (beta) => {
    const { spot } = createSabr({ ...cao, beta }).simulate(request);
    const ends = spot.subarray(4 * paths);
    const { mean, error } = pairMean(ends);
    expect(Math.abs(mean - 100)).toBeLessThan(3 * error);
    for (const strike of [92, 100, 108]) {
      const type = strike < 100 ? 'put' : 'call';
      const sign = type === 'put' ? -1 : 1;
      const price = pairMean(ends.map((end) => Math.max(sign * (end - strike), 0)));
      const vol = impliedVol(type, price.mean, 100, strike, 0.08, 0);
      const volError = impliedVol(type, price.mean + price.error, 100, strike, 0.08, 0) - vol;
      const hagan = haganVol(1, strike / 100, 0.08, 0.2, { beta, correlation: -0.4, volOfVol: 0.6 });
      expect(Math.abs(vol - hagan)).toBeLessThan(0.001 + 3 * volError);
    }
  });

  it('draws the volatility exactly lognormal, whatever the substeps', () => {
    for (const substepsPerDay of [1, 3]) {
      const { signals } = createSabr({ ...cao, volOfVol: 1.2, substepsPerDay }).simulate(request);
      const logs = signals.instantaneousVol.subarray(4 * paths).map((vol) => Math.log(vol / 0.2));
      const years = 20 / 250;
      const { mean, error } = pairMean(logs.map((value) => value * value));
      const variance = 1.44 * years;
      expect(Math.abs(mean - variance - (0.5 * variance) ** 2)).toBeLessThan(3 * error);
      const average = logs.reduce((sum, value) => sum + value, 0) / paths;
      // Antithetic pairs of a normal average to its mean exactly, but for float32 draws.
      expect(average).toBeCloseTo(-0.5 * variance, 6);
    }
  });

  it('quotes Hagan at price, volatility and remaining life', () => {
    fc.assert(
      fc.property(
        fc.record({
          beta: fc.constantFrom(0, 0.3, 1),
          correlation: fc.double({ min: -0.9, max: 0.9, noNaN: true }),
          volOfVol: fc.double({ min: 0.05, max: 1.5, noNaN: true }),
          moneyness: fc.double({ min: 0.8, max: 1.25, noNaN: true }),
        }),
        ({ moneyness, ...shape }) => {
          const market = createSabr({ volAnnual: 0.25, ...shape });
          const {
            spot,
            impliedVol: quotes,
            signals,
            yearsToExpiry,
          } = market.simulate({
            ...{ paths: 8, steps: 6, seed: 3, stream: [], moneyness },
          });
          quotes.forEach((quote, i) => {
            const price = spot[i] / 100;
            const vol = signals.instantaneousVol[i] * price ** (1 - shape.beta);
            const years = yearsToExpiry[Math.floor(i / 8)];
            expect(quote / Math.max(haganVol(price, moneyness, years, vol, shape), 1e-4)).toBeCloseTo(1, 11);
          });
        },
      ),
      { seed: 9, numRuns: 60 },
    );
  });

  it("quotes the volatility at hand where it is asked for 'instantaneous'", () => {
    const market = createSabr({ ...cao, beta: 0.5 });
    const paths = market.simulate({ paths: 16, steps: 5, seed: 3, stream: [], quote: 'instantaneous' });
    expect(paths.impliedVol).toEqual(paths.signals.instantaneousVol);
    expect(paths.impliedVol[0]).toBe(0.2);
  });

  it('moves by days: seen every five days it is the same path', () => {
    const market = createSabr({ ...cao, beta: 0.5 });
    const daily = market.simulate({ paths: 8, steps: 20, seed: 3, stream: [] });
    const weekly = market.simulate({ paths: 8, steps: 4, daysPerStep: 5, seed: 3, stream: [] });
    for (let step = 0; step <= 4; step++) {
      expect(weekly.spot.subarray(8 * step, 8 * step + 8)).toEqual(daily.spot.subarray(40 * step, 40 * step + 8));
    }
  });

  it('draws the same paths in other batches', () => {
    const market = createSabr({ ...cao, beta: 0.5 });
    const all = market.simulate({ paths: 700, steps: 3, seed: 3, stream: [] });
    const some = market.simulate({ paths: 75, firstPath: 601, steps: 3, seed: 3, stream: [] });
    for (let step = 0; step <= 3; step++) {
      expect(some.spot.subarray(75 * step, 75 * step + 75)).toEqual(
        all.spot.subarray(700 * step + 601, 700 * step + 676),
      );
    }
  });

  it('absorbs prices that reach 0, and keeps the mean', () => {
    const market = createSabr({ volAnnual: 1.2, beta: 0, correlation: -0.5, volOfVol: 0.5, substepsPerDay: 4 });
    const paths = 10_000;
    const { spot } = market.simulate({ paths, steps: 10, daysPerStep: 25, seed: 3, stream: [], antithetic: true });
    const lowest = 100 * 1e-6 * (1 + 1e-12);
    let absorbed = 0;
    let revived = 0;
    for (let path = 0; path < paths; path++) {
      let dead = false;
      for (let step = 0; step <= 10; step++) {
        const low = spot[step * paths + path] <= lowest;
        if (dead && !low) revived++;
        dead ||= low;
      }
      if (dead) absorbed++;
    }
    expect(revived).toBe(0);
    expect(absorbed).toBeGreaterThan(paths / 10);
    const { mean, error } = pairMean(spot.subarray(10 * paths));
    expect(Math.abs(mean - 100)).toBeLessThan(3 * error);
  });

  it('converges in the substeps where beta < 1', () => {
    // The same shocks are not shared between grids: their prices agree to within their joint error.
    const price = (substepsPerDay: number) => {
      const market = createSabr({ ...cao, beta: 0.3, volAnnual: 0.3, substepsPerDay });
      const { spot } = market.simulate({ ...request, paths: 40_000 });
      return pairMean(spot.subarray(160_000).map((end) => Math.max(end - 100, 0)));
    };
    const [daily, fine] = [price(1), price(6)];
    expect(Math.abs(daily.mean - fine.mean)).toBeLessThan(3 * Math.hypot(daily.error, fine.error));
  });

  it.each([
    ['volAnnual', { volAnnual: 0 }],
    ['beta', { beta: 1.2 }],
    ['correlation', { correlation: -1 }],
    ['volOfVol', { volOfVol: Number.NaN }],
    ['driftAnnual', { driftAnnual: Number.POSITIVE_INFINITY }],
    ['substepsPerDay', { substepsPerDay: 0.5 }],
  ])('refuses a bad %s', (field, change) => {
    expect(() => createSabr({ ...cao, ...change })).toThrow(RangeError);
    expect(() => createSabr({ ...cao, ...change })).toThrow(field);
  });
});
