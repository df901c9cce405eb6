import { describe, expect, it } from 'vitest';
import { impliedVol } from '../../src/contracts/implied-vol.ts';
import { mertonPrice } from '../../src/contracts/merton-price.ts';
import { createMerton, loadMerton } from '../../src/simulate/merton.ts';
import { InputError } from '../../src/support/input-error.ts';
import { describeMarket } from '../contracts/market-suite.ts';

const crashes = { volAnnual: 0.15, jumpsPerYear: 2, jumpMean: -0.08, jumpSd: 0.1 };

describeMarket('merton', () => createMerton(crashes));
describeMarket('merton without jumps', () => createMerton({ ...crashes, jumpsPerYear: 0 }));

describe('createMerton', () => {
  it('has the cumulants of a compound Poisson process beside a diffusion', () => {
    const market = createMerton({ ...crashes, driftAnnual: 0.05 });
    const paths = 200_000;
    const { spot } = market.simulate({ paths, steps: 1, daysPerStep: 63, seed: 1, stream: ['moments'] });
    const logs = spot.subarray(paths).map((end) => Math.log(end / 100));
    const { volAnnual, jumpsPerYear: rate, jumpMean: m, jumpSd: d } = crashes;
    const years = 63 / 252;
    const compensator = rate * Math.expm1(m + (d * d) / 2);
    const expected = [
      (0.05 - volAnnual ** 2 / 2 - compensator + rate * m) * years,
      (volAnnual ** 2 + rate * (m * m + d * d)) * years,
      rate * (m ** 3 + 3 * m * d * d) * years,
      rate * (m ** 4 + 6 * m * m * d * d + 3 * d ** 4) * years,
    ];
    const mean = logs.reduce((sum, x) => sum + x, 0) / paths;
    const central = (power: number) => logs.reduce((sum, x) => sum + (x - mean) ** power, 0) / paths;
    const variance = central(2);
    const found = [mean, variance, central(3), central(4) - 3 * variance * variance];
    // Standard errors by the sample's own higher moments.
    const errors = [
      Math.sqrt(variance / paths),
      Math.sqrt((central(4) - variance ** 2) / paths),
      Math.sqrt((central(6) - central(3) ** 2 - 6 * central(4) * variance + 9 * variance ** 3) / paths),
      Math.sqrt((central(8) - central(4) ** 2) / paths),
    ];
    found.forEach((cumulant, i) => {
      expect(Math.abs(cumulant - expected[i])).toBeLessThan(3 * errors[i]);
    });
    expect(expected[3] / errors[3]).toBeGreaterThan(10);
  });

  it.each([85, 100, 110])('prices a call of strike %d as the series does', (strike) => {
    const paths = 200_000;
    const { spot } = createMerton(crashes).simulate({ paths, steps: 2, daysPerStep: 21, seed: 3, stream: ['calls'] });
    const payoffs = spot.subarray(2 * paths).map((end) => Math.max(end - strike, 0));
    const mean = payoffs.reduce((sum, value) => sum + value, 0) / paths;
    const variance = payoffs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / paths;
    const exact = mertonPrice('call', 100, strike, 42 / 252, 0, crashes);
    expect(Math.abs(mean - exact)).toBeLessThan(3 * Math.sqrt(variance / paths));
  });

  it("quotes the volatility of its own prices of the contract's strike and remaining life", () => {
    const request = { paths: 400, steps: 8, daysPerStep: 2, moneyness: 1.05, seed: 1, stream: ['quotes'] };
    const paths = createMerton(crashes).simulate(request);
    for (let step = 0; step < 8; step++) {
      const years = paths.yearsToExpiry[step];
      for (let path = 0; path < 400; path++) {
        const spot = paths.spot[step * 400 + path];
        const type = spot > 105 ? 'put' : 'call';
        const exact = impliedVol(type, mertonPrice(type, spot, 105, years, 0, crashes), spot, 105, years, 0);
        expect(Math.abs(paths.impliedVol[step * 400 + path] - exact)).toBeLessThan(5e-5);
      }
    }
    expect(paths.impliedVol.subarray(8 * 400).every((vol) => Math.abs(vol - 0.15) < 1e-15)).toBe(true);
  });

  it('quotes its own prices where jumps are frequent and small, as fits to daily closes have them', () => {
    const frequent = { volAnnual: 0.12, jumpsPerYear: 75, jumpMean: -0.002, jumpSd: 0.018 };
    const request = { paths: 40, steps: 252, seed: 1, stream: ['quotes'] };
    const paths = createMerton(frequent).simulate(request);
    for (const step of [0, 100, 200, 247, 251]) {
      const years = paths.yearsToExpiry[step];
      for (let path = 0; path < 40; path++) {
        const spot = paths.spot[step * 40 + path];
        const type = spot > 100 ? 'put' : 'call';
        const price = mertonPrice(type, spot, 100, years, 0, frequent);
        if (price < 1e-8) continue;
        const exact = impliedVol(type, price, spot, 100, years, 0);
        expect(Math.abs(paths.impliedVol[step * 40 + path] - exact)).toBeLessThan(5e-5);
      }
    }
  });

  it('quotes the square root of its variance a year on request', () => {
    const request = { paths: 4, steps: 2, seed: 1, stream: [], quote: 'instantaneous' } as const;
    const { impliedVol } = createMerton(crashes).simulate(request);
    const expected = Math.sqrt(0.15 ** 2 + 2 * (0.08 ** 2 + 0.1 ** 2));
    for (const vol of impliedVol) expect(vol).toBeCloseTo(expected, 14);
  });

  it('moves by days: steps of several days show the same paths less often', () => {
    const market = createMerton({ ...crashes, jumpsPerYear: 30 });
    const request = { paths: 20, seed: 1, stream: ['days'] };
    const daily = market.simulate({ ...request, steps: 20 }).spot;
    const weekly = market.simulate({ ...request, steps: 4, daysPerStep: 5 }).spot;
    for (let step = 0; step <= 4; step++) {
      expect(weekly.subarray(step * 20, step * 20 + 20)).toEqual(daily.subarray(step * 100, step * 100 + 20));
    }
  });

  it('refuses parameters out of range', () => {
    for (const change of [
      { volAnnual: 0 },
      { jumpsPerYear: -1 },
      { jumpMean: Number.NaN },
      { jumpSd: -0.1 },
      { driftAnnual: Number.POSITIVE_INFINITY },
      { daysPerYear: 0 },
    ]) {
      const [field] = Object.keys(change);
      expect(() => createMerton({ ...crashes, ...change })).toThrow(RangeError);
      expect(() => createMerton({ ...crashes, ...change })).toThrow(field);
    }
    expect(() => loadMerton({ market: 'merton', volAnnual: 0.2 })).toThrow(InputError);
  });
});
