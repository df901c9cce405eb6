import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bachelierPrice } from '../../src/contracts/bachelier.ts';
import type { OptionType } from '../../src/contracts/european.ts';
import {
  impliedNormalVol,
  impliedNormalVolForward,
  impliedNormalVols,
} from '../../src/contracts/implied-normal-vol.ts';

const exactness = 1e-14;
const relativeError = (value: number, expected: number): number => Math.abs(value / expected - 1);
const otm = (forward: number, strike: number): OptionType => (strike >= forward ? 'call' : 'put');

/** Forward, strike, years, volatility and price out of the money, by 60- to 500-digit arithmetic (mpmath 1.2). */
const exactPrices: readonly (readonly [number, number, number, number, number])[] = [
  [0, 0, 1, 0.01, 0.003989422804014327],
  // WTI in April 2020: a put struck at the settlement of −36.98.
  [21, -36.98, 1 / 12, 60, 0.0018387679819160548],
  [21, -36.98, 1 / 12, 20, 2.7975998853224293e-24],
  [21, -36.98, 1 / 12, 6, 2.899580399530278e-247],
  [-37, -40, 1 / 12, 30, 2.1601896310213835],
  // Rates, minutes before expiry.
  [0.02, 0.05, 1 / 525600, 3, 1.149409572662935e-16],
  [0.02, 0.0201, 60 / 525600, 0.01, 1.0041627817382374e-5],
  [100, 100.001, 1 / 525600, 0.02, 3.8954128529035304e-294],
  [0.5, 0.500001, 1 / 365, 1e-6, 3.1274609863875566e-90],
  [100, 250, 1, 4.1, 2.7347398592060688e-294],
  [-0.01, -0.02, 0.01, 0.003, 5.7068011280072875e-249],
  [100, 40, 10, 1000, 1231.7933361248492],
];

describe('impliedNormalVolForward', () => {
  it.each(exactPrices)('from %d to %d in %d years at %d', (forward, strike, years, vol, price) => {
    const found = impliedNormalVolForward(otm(forward, strike), price, forward, strike, years);
    expect(relativeError(found, vol)).toBeLessThan(exactness);
  });

  it('is p √(2π / τ) at the forward', () => {
    // OpenGamma/Strata 2796: found to be 0 there.
    expect(relativeError(impliedNormalVolForward('call', 1, 100, 100, 1), Math.sqrt(2 * Math.PI))).toBeLessThan(3e-16);
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (price) => {
        expect(
          relativeError(impliedNormalVolForward('put', price, 5, 5, 4), price * Math.sqrt(Math.PI / 2)),
        ).toBeLessThan(1e-15);
      }),
      { seed: 1 },
    );
  });

  it('is 0 for a price that rounding puts an ulp below the intrinsic value', () => {
    // lballabio/QuantLib 2787: refused there until 2026.
    expect(impliedNormalVolForward('call', 0.0099999999999999985, -0.01, -0.02, 0.01)).toBe(0);
  });

  it('of put and call agree, and scale with money', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.double({ min: 0.1, max: 100, noNaN: true }),
        (forward, strike, price) => {
          const call = impliedNormalVolForward('call', price + Math.max(forward - strike, 0), forward, strike, 2);
          const put = impliedNormalVolForward('put', price + Math.max(strike - forward, 0), forward, strike, 2);
          expect(relativeError(put, call)).toBeLessThan(1e-12);
          const near = impliedNormalVolForward(otm(forward, strike), price, forward, strike, 2);
          const fourfold = impliedNormalVolForward(otm(forward, strike), 4 * price, 4 * forward, 4 * strike, 2);
          expect(relativeError(fourfold, 4 * near)).toBeLessThan(2e-15);
        },
      ),
      { numRuns: 1000, seed: 2 },
    );
  });
});

describe('impliedNormalVol', () => {
  it('undoes the price, as far as the price pins volatility down', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<OptionType>('call', 'put'),
        fc.double({ min: -6, max: 6, noNaN: true }),
        fc.double({ min: 1e-4, max: 5, noNaN: true }),
        fc.double({ min: -0.05, max: 0.15, noNaN: true }),
        fc.double({ min: 0.01, max: 80, noNaN: true }),
        (type, deviations, years, rate, vol) => {
          const deviation = vol * Math.sqrt(years);
          const spot = 20;
          const strike = spot * Math.exp((rate - 0.02) * years) + deviations * deviation;
          const price = bachelierPrice(type, spot, strike, years, rate, 0.02, vol);
          const vega = Math.exp(-0.5 * deviations * deviations) * 0.398 * Math.exp(-rate * years) * Math.sqrt(years);
          // bachelierPrice cancels two terms of the deviation's size: it is exact to a few of their roundings.
          const known = (1e-15 * (40 + 3 * Math.abs(strike) + 3 * deviation)) / vega;
          fc.pre(known < 1e-3 * vol);
          const found = impliedNormalVol(type, price, spot, strike, years, rate, 0.02);
          expect(Math.abs(found - vol)).toBeLessThan(known + exactness * vol);
        },
      ),
      { numRuns: 2000, seed: 3 },
    );
  });

  it('refuses prices that no volatility gives', () => {
    expect(() => impliedNormalVol('put', 7.9, -8, 0, 1, 0)).toThrow('price is 7.9: expected one in [8, ∞)');
    expect(() => impliedNormalVol('call', -1, 20, 30, 1, 0)).toThrow('price is -1: expected one in [0, ∞)');
    expect(() => impliedNormalVol('call', Number.NaN, 20, 30, 1, 0)).toThrow(RangeError);
    expect(() => impliedNormalVol('call', Number.POSITIVE_INFINITY, 20, 30, 1, 0)).toThrow(RangeError);
    expect(() => impliedNormalVol('call', 1, 20, 30, -1, 0)).toThrow('years is -1');
  });

  it('fills columns with the same bits, and NaN where there is no volatility', () => {
    const price = Float64Array.of(2.5, 25, 1e-200, -1);
    const spot = Float64Array.of(20, -5, 20, 20);
    const strike = Float64Array.of(21, -30, 60, 20);
    const out = new Float64Array(4);
    impliedNormalVols(out, 'call', price, spot, strike, 0.25, 0.02, 0.01);
    for (const i of [0, 1, 2]) {
      expect(out[i]).toBe(impliedNormalVol('call', price[i], spot[i], strike[i], 0.25, 0.02, 0.01));
    }
    expect(out[3]).toBeNaN();
  });
});
