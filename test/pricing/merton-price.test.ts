import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blackScholesPrice } from '../../src/contracts/black-scholes.ts';
import { generalisedBlackScholesPrice } from '../../src/contracts/generalised-black-scholes.ts';
import { mertonDigitalPrice, mertonPrice } from '../../src/contracts/merton-price.ts';

describe('mertonPrice', () => {
  // Lewis's Fourier integral of Merton's characteristic function (2001), by mpmath 1.3 with 25 digits: no series in it.
  it.each([
    { type: 'call', strike: 100, years: 1 / 2, rate: 0.05, vol: 0.2, jumps: [1, -0.1, 0.15], price: 8.448590383316311 },
    { type: 'put', strike: 80, years: 1 / 2, rate: 0.05, vol: 0.2, jumps: [1, -0.1, 0.15], price: 0.9940749320007068 },
    { type: 'call', strike: 130, years: 1, rate: 0.08, vol: 0.25, jumps: [2, 0, 0.3], price: 12.81112214683101 },
    { type: 'put', strike: 95, years: 1 / 12, rate: 0, vol: 0.15, jumps: [5, -0.05, 0.1], price: 1.38258983159534 },
  ] as const)('gives the $type of strike $strike its price', ({ type, strike, years, rate, vol, jumps, price }) => {
    const [jumpsPerYear, jumpMean, jumpSd] = jumps;
    const found = mertonPrice(type, 100, strike, years, rate, { volAnnual: vol, jumpsPerYear, jumpMean, jumpSd });
    expect(found).toBeCloseTo(price, 12);
  });

  it.each([33, 400, 800, 5000])(
    'tends to Black and Scholes where jumps are many and small: %d a year',
    (jumpsPerYear) => {
      // Skewness and kurtosis fall as 1/√λ and 1/λ: with symmetric jumps the price misses by about the kurtosis' share.
      const jumpSd = 0.2 / Math.sqrt(jumpsPerYear);
      const market = { volAnnual: 0.1, jumpsPerYear, jumpMean: 0, jumpSd };
      const limit = blackScholesPrice('call', 100, 105, 1, 0.02, Math.hypot(0.1, 0.2));
      const price = mertonPrice('call', 100, 105, 1, 0.02, market);
      expect(Math.abs(price / limit - 1)).toBeLessThan(0.5 / jumpsPerYear);
    },
  );

  it('prices as before and after the number of jumps from which it sums on both sides', () => {
    const price = (jumpsPerYear: number, type: 'call' | 'put', strike: number) =>
      mertonPrice(type, 100, strike, 1, 0, { volAnnual: 0.1, jumpsPerYear, jumpMean: -0.03, jumpSd: 0.02 });
    for (const [type, strike] of [
      ['put', 40],
      ['call', 100],
      ['call', 200],
    ] as const) {
      const [below, at, above] = [32 - 1e-4, 32, 32 + 1e-4].map((jumps) => price(jumps, type, strike));
      // A straight line but for the curvature, of 1e-8.
      expect(Math.abs((below + above) / (2 * at) - 1)).toBeLessThan(1e-9);
    }
  });

  const markets = fc.record({
    volAnnual: fc.double({ min: 0.05, max: 0.8, noNaN: true }),
    jumpsPerYear: fc.double({ min: 0, max: 30, noNaN: true }),
    jumpMean: fc.double({ min: -0.4, max: 0.3, noNaN: true }),
    jumpSd: fc.double({ min: 0, max: 0.4, noNaN: true }),
  });
  const strikes = fc.double({ min: 50, max: 200, noNaN: true });
  const lives = fc.double({ min: 0.004, max: 2, noNaN: true });

  it('keeps put–call parity and its bounds', () => {
    fc.assert(
      fc.property(markets, strikes, lives, (market, strike, years) => {
        const call = mertonPrice('call', 100, strike, years, 0.03, market);
        const put = mertonPrice('put', 100, strike, years, 0.03, market);
        const discounted = strike * Math.exp(-0.03 * years);
        expect(Math.abs(call - put - (100 - discounted))).toBeLessThan(1e-9);
        expect(call).toBeGreaterThanOrEqual(Math.max(100 - discounted, 0) - 1e-9);
        expect(call).toBeLessThan(100 + 1e-9);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('is that of Black and Scholes without jumps, or with jumps of no size', () => {
    const exact = blackScholesPrice('call', 100, 110, 0.5, 0.02, 0.3);
    const market = { volAnnual: 0.3, jumpMean: -0.2, jumpSd: 0.1 };
    expect(mertonPrice('call', 100, 110, 0.5, 0.02, { ...market, jumpsPerYear: 0 })).toBeCloseTo(exact, 12);
    const still = { volAnnual: 0.3, jumpsPerYear: 4, jumpMean: 0, jumpSd: 0 };
    expect(mertonPrice('call', 100, 110, 0.5, 0.02, still)).toBeCloseTo(exact, 12);
  });

  it('takes a yield: as on so much less of the underlying, and none at all on futures', () => {
    fc.assert(
      fc.property(
        markets,
        strikes,
        lives,
        fc.double({ min: -0.05, max: 0.1, noNaN: true }),
        (market, strike, years, q) => {
          const yielding = mertonPrice('put', 100, strike, years, 0.03, market, { yieldAnnual: q });
          const less = mertonPrice('put', 100 * Math.exp(-q * years), strike, years, 0.03, market);
          expect(Math.abs(yielding - less)).toBeLessThan(1e-10);
        },
      ),
      { seed: 2, numRuns: 50 },
    );
    const black = generalisedBlackScholesPrice('call', 100, 110, 0.5, 0.04, 0.04, 0.3);
    const still = { volAnnual: 0.3, jumpsPerYear: 0, jumpMean: 0, jumpSd: 0 };
    expect(mertonPrice('call', 100, 110, 0.5, 0.04, still, { yieldAnnual: 0.04 })).toBeCloseTo(black, 12);
  });

  it('keeps the digits of prices far out of the money', () => {
    // One jump at the least: the put's price is close to λτ times that after a jump.
    const market = { volAnnual: 0.1, jumpsPerYear: 0.5, jumpMean: -0.3, jumpSd: 0.05 };
    const years = 1 / 252;
    const price = mertonPrice('put', 100, 75, years, 0, market);
    const forward = 100 * Math.exp(-0.3 + 0.00125 - 0.5 * years * Math.expm1(-0.3 + 0.00125));
    const after = blackScholesPrice('put', forward, 75, 1, 0, Math.sqrt(0.01 * years + 0.0025));
    const one = 0.5 * years * Math.exp(-0.5 * years);
    expect(price / (one * after)).toBeGreaterThan(1);
    expect(price / (one * after)).toBeLessThan(1.02);
  });
});

describe('mertonDigitalPrice', () => {
  const market = { volAnnual: 0.2, jumpsPerYear: 1, jumpMean: -0.1, jumpSd: 0.15 };
  const digital = (type: 'call' | 'put', pays: 'cash' | 'asset', jumpsPerYear = 1) =>
    mertonDigitalPrice(type, pays, 100, 95, 0.5, 0.05, { ...market, jumpsPerYear }, { yieldAnnual: 0.02 });

  it('is the slope of the put by its strike', () => {
    const put = (strike: number) => mertonPrice('put', 100, strike, 0.5, 0.05, market, { yieldAnnual: 0.02 });
    const slope = (put(95.01) - put(94.99)) / 0.02;
    expect(digital('put', 'cash')).toBeCloseTo(slope, 7);
    // P = K × cash − asset.
    expect(95 * digital('put', 'cash') - digital('put', 'asset')).toBeCloseTo(put(95), 10);
  });

  it.each([1, 40])('keeps parity at %d jumps a year', (jumps) => {
    expect(digital('call', 'cash', jumps) + digital('put', 'cash', jumps)).toBeCloseTo(Math.exp(-0.025), 12);
    expect(digital('call', 'asset', jumps) + digital('put', 'asset', jumps)).toBeCloseTo(100 * Math.exp(-0.01), 9);
  });
});
