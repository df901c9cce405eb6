import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blackScholesPrice, blackScholesVega } from '../../src/contracts/black-scholes.ts';
import type { OptionType } from '../../src/contracts/european.ts';
import { impliedVol, impliedVolForward, impliedVols } from '../../src/contracts/implied-vol.ts';

const types: readonly OptionType[] = ['call', 'put'];

/** Volatilities are exact to this; beyond it a price's own rounding shows, times its conditioning. */
const exactness = 1e-14;
const relativeError = (value: number, expected: number): number => Math.abs(value / expected - 1);

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
          const known = 1e-12 + (3e-15 * (spot + discounted)) / blackScholesVega(spot, strike, years, rate, vol);
          fc.pre(known < 1e-3 * vol);
          expect(Math.abs(impliedVol(type, price, spot, strike, years, rate) - vol)).toBeLessThan(known);
        },
      ),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('reads the smallest prices: far out of the money, every digit of the price counts', () => {
    // Calls at 300 on a spot of 100, a quarter of a year: prices from 60-digit arithmetic.
    for (const [vol, price] of [
      [0.1, 1.041411825651385e-107],
      [0.2, 3.452916507741902e-28],
    ]) {
      expect(relativeError(impliedVol('call', price, 100, 300, 0.25, 0), vol)).toBeLessThan(exactness);
    }
  });

  it('takes a dividend yield as a forward', () => {
    const [spot, strike, years, rate, yieldAnnual, price] = [100, 120, 0.75, 0.03, 0.05, 2.5];
    const forward = spot * Math.exp((rate - yieldAnnual) * years);
    const vol = impliedVol('call', price, spot, strike, years, rate, yieldAnnual);
    const undiscounted = price * Math.exp(rate * years);
    expect(relativeError(vol, impliedVolForward('call', undiscounted, forward, strike, years))).toBeLessThan(exactness);
    // With no yield it is the old question.
    expect(impliedVol('call', price, spot, strike, years, rate, 0)).toBe(
      impliedVol('call', price, spot, strike, years, rate),
    );
  });

  it.each(types)('of a %s at the money inverts the closed form', (type) => {
    expect(impliedVol(type, blackScholesPrice(type, 100, 100, 1, 0, 0.2), 100, 100, 1, 0)).toBeCloseTo(0.2, 13);
    expect(relativeError(impliedVol(type, 1e-9, 100, 100, 1, 0), 1e-11 * Math.sqrt(2 * Math.PI))).toBeLessThan(1e-14);
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
    expect(() => impliedVol('call', Number.POSITIVE_INFINITY, 120, 100, 1, 0)).toThrow(RangeError);
    expect(() => impliedVol('call', 5, 100, 100, 0, 0)).toThrow('years is 0');
    expect(() => impliedVolForward('put', 101, 120, 100, 1)).toThrow('price is 101: expected one in [0, 100)');
  });
});

describe('impliedVolForward', () => {
  /**
   * Prices of out-of-the-money options on a forward of 100 by 60- to 500-digit arithmetic (mpmath 1.2), rounded once;
   * `conditioning` is the relative change of volatility for that of the price.
   */
  const { forward, rows } = JSON.parse(readFileSync(new URL('./implied-vol-prices.json', import.meta.url), 'utf8')) as {
    forward: number;
    rows: [number, number, number, number, number][];
  };

  it('is exact from a strike of a ten-thousandth to ten thousand forwards, from a minute to 10 years', () => {
    expect(rows.length).toBeGreaterThan(600);
    for (const [strike, years, vol, price, conditioning] of rows) {
      const found = impliedVolForward(strike >= forward ? 'call' : 'put', price, forward, strike, years);
      const allowed = exactness + 1.2e-16 * conditioning;
      if (relativeError(found, vol) > allowed) expect.fail(`${strike}, ${years}: ${found} for ${vol}`);
    }
    // A method that stops at an absolute error of the price would miss all of these.
    expect(rows.filter((row) => row[3] < 1e-12).length).toBeGreaterThan(50);
  });

  it('gives a call and its put the same volatility, and prices that rise with it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        fc.double({ min: 1e-6, max: 10, noNaN: true }),
        (logStrike, share, years) => {
          const strike = 100 * Math.exp(logStrike);
          const lower = Math.min(100, strike);
          const [near, far]: readonly OptionType[] = strike > 100 ? ['call', 'put'] : ['put', 'call'];
          const price = share * lower;
          const vol = impliedVolForward(near, price, 100, strike, years);
          const other = impliedVolForward(far, price + Math.abs(100 - strike), 100, strike, years);
          expect(relativeError(other, vol)).toBeLessThan(1e-12);
          expect(impliedVolForward(near, price * 1.001, 100, strike, years)).toBeGreaterThan(vol);
        },
      ),
      { numRuns: 2000, seed: 2 },
    );
  });

  it('does not change with the unit of money, and swaps forward and strike', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.4, max: 3, noNaN: true }),
        fc.double({ min: 1e-3, max: 0.9, noNaN: true }),
        (logStrike, share) => {
          const strike = 100 * Math.exp(logStrike);
          const type = strike > 100 ? 'call' : 'put';
          const price = share * share * share * Math.min(100, strike);
          const vol = impliedVolForward(type, price, 100, strike, 0.5);
          expect(impliedVolForward(type, price * 1024, 102400, strike * 1024, 0.5)).toBe(vol);
          const swapped = type === 'call' ? 'put' : 'call';
          expect(relativeError(impliedVolForward(swapped, price, strike, 100, 0.5), vol)).toBeLessThan(2e-14);
        },
      ),
      { numRuns: 1000, seed: 3 },
    );
  });

  it('finds its way beyond any market: moneyness e^50 and e^350', () => {
    // Prices by 700-digit arithmetic.
    for (const [x, vol, price] of wildCases) {
      expect(relativeError(impliedVolForward('call', price, 1, Math.exp(x), 1), vol)).toBeLessThan(1e-13);
    }
  });
});

const wildCases: readonly (readonly [number, number, number])[] = [
  [50, 1.667, 1.6588414254251004e-188],
  [50, 7, 8.60090214499474e-5],
  [50, 10, 0.460493305898614],
  [200, 5.405, 5.283744924446765e-259],
  [350, 17.5, 7.01870170521524e-30],
  [350, 26.958, 0.6766836022409385],
];

describe('cases reported against other libraries', () => {
  it('nakashima-hikaru/implied-vol 4: 800 years at 1 %, where the digits are said to be lost', () => {
    // The put that is out of the money, by 400-digit arithmetic: the call has lost its digits to the intrinsic value.
    expect(relativeError(impliedVolForward('put', 3.4108333885306924e-7, 1, 0.3, 800), 0.01)).toBeLessThan(exactness);
  });

  it('vollib/py_vollib 18 and 7: prices below the intrinsic value are named as such', () => {
    expect(() => impliedVol('call', 1529.75, 4127.83, 2600, 133 / 252, 0.01)).toThrow(/expected one in \[1541\.5/);
  });

  it('vollib/py_vollib 13: a negative rate (of −0.62 %, which was given as −62 %)', () => {
    expect(() => impliedVol('put', 107.35, 3576.1, 3575, 0.139726, -0.618873)).toThrow(RangeError);
    // QuantLib 1.29 to an accuracy of 1e-15, and 400-digit arithmetic.
    const vol = impliedVol('put', 107.35, 3576.1, 3575, 0.139726, -0.00618873);
    expect(relativeError(vol, 0.19941665472628853)).toBeLessThan(exactness);
  });
});

describe('impliedVols', () => {
  it('gives the bits of impliedVol, and NaN where there is no volatility', () => {
    const price = Float64Array.of(2.5, 30, 1e-200, 120, -1, 9.9);
    const spot = Float64Array.of(100, 100, 100, 100, 100, 110);
    const strike = Float64Array.of(100, 75, 300, 100, 100, 100);
    const out = new Float64Array(6);
    impliedVols(out, 'call', price, spot, strike, 0.25, 0.02, 0.01);
    for (const i of [0, 1, 2]) expect(out[i]).toBe(impliedVol('call', price[i], spot[i], strike[i], 0.25, 0.02, 0.01));
    for (const i of [3, 4, 5]) {
      expect(out[i]).toBeNaN();
      expect(() => impliedVol('call', price[i], spot[i], strike[i], 0.25, 0.02, 0.01)).toThrow(RangeError);
    }
    expect(() => impliedVols(out, 'call', price, spot, strike, 0, 0)).toThrow('years is 0');
  });
});
