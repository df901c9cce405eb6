import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blackScholesPrice, blackScholesVega } from '../../src/contracts/black-scholes.ts';
import type { OptionType } from '../../src/contracts/european.ts';
import { impliedVol } from '../../src/contracts/implied-vol.ts';

const types: readonly OptionType[] = ['call', 'put'];

describe('impliedVol', () => {
  it('undoes the price, as far as the price pins volatility down', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.double({ min: -8, max: 8, noNaN: true }),
        fc.double({ min: 1e-3, max: 5, noNaN: true }),
        fc.double({ min: -0.05, max: 0.15, noNaN: true }),
        fc.double({ min: 0.005, max: 3, noNaN: true }),
        (type, deviations, years, rate, vol) => {
          const strike = 100;
          const spot = strike * Math.exp(deviations * vol * Math.sqrt(years) - rate * years);
          const price = blackScholesPrice(type, spot, strike, years, rate, vol);
          const discounted = strike * Math.exp(-rate * years);
          fc.pre(price < (type === 'call' ? spot : discounted) * (1 - 1e-14));
          // A price is known to a rounding of its larger term; vega turns that into volatility.
          const known = 1e-10 + (3e-15 * (spot + discounted)) / blackScholesVega(spot, strike, years, rate, vol);
          fc.pre(known < 1e-3 * vol);
          expect(Math.abs(impliedVol(type, price, spot, strike, years, rate) - vol)).toBeLessThan(known);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('reads the smallest prices: far out of the money, every digit of the price counts', () => {
    // Calls at 300 on a spot of 100, a quarter of a year: prices from 60-digit arithmetic.
    for (const [vol, price] of [
      [0.1, 1.041411825651385e-107],
      [0.2, 3.452916507741902e-28],
    ]) {
      expect(Math.abs(impliedVol('call', price, 100, 300, 0.25, 0) - vol)).toBeLessThan(1e-13);
    }
  });

  it.each(types)('of a %s at the money inverts the closed form', (type) => {
    expect(impliedVol(type, blackScholesPrice(type, 100, 100, 1, 0, 0.2), 100, 100, 1, 0)).toBeCloseTo(0.2, 13);
    expect(impliedVol(type, 1e-9, 100, 100, 1, 0)).toBeCloseTo(1e-11 * Math.sqrt(2 * Math.PI), 15);
    expect(impliedVol(type, 99.9999, 100, 100, 1, 0)).toBeGreaterThan(8);
  });

  it('is 0 for a price without time value', () => {
    expect(impliedVol('call', 20, 120, 100, 1, 0)).toBe(0);
    expect(impliedVol('put', 0, 120, 100, 1, 0)).toBe(0);
  });

  it('refuses prices that no volatility gives', () => {
    expect(() => impliedVol('call', 19, 120, 100, 1, 0)).toThrow('price is 19: expected one in [20, 120)');
    expect(() => impliedVol('call', 120, 120, 100, 1, 0)).toThrow(RangeError);
    expect(() => impliedVol('put', 100, 120, 100, 1, 0)).toThrow(RangeError);
    expect(() => impliedVol('put', Number.NaN, 120, 100, 1, 0)).toThrow(RangeError);
    expect(() => impliedVol('call', 5, 100, 100, 0, 0)).toThrow('years is 0');
  });
});
