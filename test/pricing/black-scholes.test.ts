import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blackScholesDelta,
  blackScholesDeltas,
  blackScholesGamma,
  blackScholesGammas,
  blackScholesPrice,
  blackScholesPrices,
  blackScholesVega,
  blackScholesVegas,
} from '../../src/contracts/black-scholes.ts';
import { europeanPayoff, type OptionType } from '../../src/contracts/european.ts';

const types: readonly OptionType[] = ['call', 'put'];

/** [spot, strike, years, rate, vol] of ordinary options, up to five standard deviations from the money. */
const terms = fc
  .record({
    strike: fc.double({ min: 1, max: 1000, noNaN: true }),
    deviations: fc.double({ min: -5, max: 5, noNaN: true }),
    years: fc.double({ min: 1 / 252, max: 3, noNaN: true }),
    rate: fc.double({ min: -0.02, max: 0.1, noNaN: true }),
    vol: fc.double({ min: 0.03, max: 1, noNaN: true }),
  })
  .map(({ strike, deviations, years, rate, vol }) => {
    const spot = strike * Math.exp(deviations * vol * Math.sqrt(years));
    return [spot, strike, years, rate, vol] as const;
  });

describe('blackScholesPrice', () => {
  it('gives the textbook values', () => {
    // Hull, Options, Futures, and Other Derivatives: S 42, K 40, r 10 %, vol 20 %, half a year.
    expect(blackScholesPrice('call', 42, 40, 0.5, 0.1, 0.2)).toBeCloseTo(4.76, 2);
    expect(blackScholesPrice('put', 42, 40, 0.5, 0.1, 0.2)).toBeCloseTo(0.81, 2);
  });

  it('keeps put–call parity', () => {
    fc.assert(
      fc.property(terms, ([spot, strike, years, rate, vol]) => {
        const gap = types.map((type) => blackScholesPrice(type, spot, strike, years, rate, vol));
        const forward = spot - strike * Math.exp(-rate * years);
        expect(Math.abs(gap[0] - gap[1] - forward)).toBeLessThan(1e-13 * (spot + strike));
      }),
    );
  });

  it('lies between its value without risk and its ceiling, and rises with volatility', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), terms, (type, [spot, strike, years, rate, vol]) => {
        const discounted = strike * Math.exp(-rate * years);
        const price = blackScholesPrice(type, spot, strike, years, rate, vol);
        const slack = 1e-13 * (spot + strike);
        expect(price).toBeGreaterThanOrEqual(europeanPayoff(type, spot, discounted) - slack);
        expect(price).toBeLessThanOrEqual((type === 'call' ? spot : discounted) + slack);
        expect(blackScholesPrice(type, spot, strike, years, rate, vol * 1.1)).toBeGreaterThanOrEqual(price - slack);
      }),
    );
  });

  it.each(types)('of a %s is the discounted payoff of the forward when nothing can move', (type) => {
    for (const spot of [80, 100, 130]) {
      expect(blackScholesPrice(type, spot, 100, 0, 0.05, 0.2)).toBeCloseTo(europeanPayoff(type, spot, 100), 12);
      const discounted = 100 * Math.exp(-0.05);
      expect(blackScholesPrice(type, spot, 100, 1, 0.05, 0)).toBeCloseTo(europeanPayoff(type, spot, discounted), 12);
    }
  });
});

describe('greeks', () => {
  it('give the published deltas', () => {
    // pfhedge's documented example: log-moneyness −0.01, 0, 0.01, a tenth of a year, volatility 20 %.
    const deltas = [-0.01, 0, 0.01].map((x) => blackScholesDelta('call', Math.exp(x), 1, 0.1, 0, 0.2));
    expect(deltas.map((delta) => Number(delta.toFixed(4)))).toEqual([0.4497, 0.5126, 0.5752]);
  });

  it('are the differences of the price', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), terms, (type, [spot, strike, years, rate, vol]) => {
        const priceAt = (s: number, v: number) => blackScholesPrice(type, s, strike, years, rate, v);
        const deltaAt = (s: number) => blackScholesDelta(type, s, strike, years, rate, vol);
        const h = 1e-4 * spot * vol * Math.sqrt(years);
        const delta = (priceAt(spot + h, vol) - priceAt(spot - h, vol)) / (2 * h);
        expect(Math.abs(deltaAt(spot) - delta)).toBeLessThan(1e-6);
        const gamma = (deltaAt(spot + h) - deltaAt(spot - h)) / (2 * h);
        const gammaScale = 1 / (spot * vol * Math.sqrt(years));
        expect(Math.abs(blackScholesGamma(spot, strike, years, rate, vol) - gamma)).toBeLessThan(1e-6 * gammaScale);
        const dv = 1e-4 * vol;
        const vega = (priceAt(spot, vol + dv) - priceAt(spot, vol - dv)) / (2 * dv);
        const vegaScale = (spot + strike) * Math.sqrt(years);
        expect(Math.abs(blackScholesVega(spot, strike, years, rate, vol) - vega)).toBeLessThan(1e-5 * vegaScale);
      }),
    );
  });

  it('take their limits when nothing can move', () => {
    for (const [years, vol] of [
      [0, 0.2],
      [1, 0],
    ]) {
      expect(types.map((type) => blackScholesDelta(type, 101, 100, years, 0, vol))).toEqual([1, -0]);
      expect(types.map((type) => blackScholesDelta(type, 99, 100, years, 0, vol))).toEqual([0, -1]);
      expect(types.map((type) => blackScholesDelta(type, 100, 100, years, 0, vol))).toEqual([0.5, -0.5]);
      expect(blackScholesGamma(101, 100, years, 0, vol)).toBe(0);
      expect(blackScholesGamma(100, 100, years, 0, vol)).toBe(Number.POSITIVE_INFINITY);
      expect(blackScholesVega(101, 100, years, 0, vol)).toBe(0);
    }
  });
});

describe('column versions', () => {
  it('hold what the scalar functions give', () => {
    const spot = Float64Array.of(90, 100, 115);
    const strike = Float64Array.of(100, 101, 102);
    const vol = Float64Array.of(0.1, 0.2, 0.4);
    const out = new Float64Array(3);
    const each = (one: (i: number) => number) => Float64Array.from(spot, (_, i) => one(i));
    for (const type of types) {
      blackScholesPrices(out, type, spot, strike, 0.5, 0.03, vol);
      expect(out).toEqual(each((i) => blackScholesPrice(type, spot[i], strike[i], 0.5, 0.03, vol[i])));
      blackScholesDeltas(out, type, spot, strike, 0.5, 0.03, vol);
      expect(out).toEqual(each((i) => blackScholesDelta(type, spot[i], strike[i], 0.5, 0.03, vol[i])));
    }
    blackScholesGammas(out, spot, strike, 0.5, 0.03, vol);
    expect(out).toEqual(each((i) => blackScholesGamma(spot[i], strike[i], 0.5, 0.03, vol[i])));
    blackScholesVegas(out, spot, strike, 0.5, 0.03, vol);
    expect(out).toEqual(each((i) => blackScholesVega(spot[i], strike[i], 0.5, 0.03, vol[i])));
  });
});

describe('European option', () => {
  it('pays what its owner gains by exercising', () => {
    expect(europeanPayoff('call', 110, 100)).toBe(10);
    expect(europeanPayoff('call', 90, 100)).toBe(0);
    expect(europeanPayoff('put', 90, 100)).toBe(10);
    expect(europeanPayoff('put', 110, 100)).toBe(0);
  });
});
