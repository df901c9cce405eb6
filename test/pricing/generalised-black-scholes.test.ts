import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blackScholesDelta,
  blackScholesGamma,
  blackScholesPrice,
  blackScholesVega,
} from '../../src/contracts/black-scholes.ts';
import {
  generalisedBlackScholesCharm,
  generalisedBlackScholesDelta,
  generalisedBlackScholesGamma,
  generalisedBlackScholesGreeks,
  generalisedBlackScholesPhi,
  generalisedBlackScholesPrice,
  generalisedBlackScholesRho,
  generalisedBlackScholesTheta,
  generalisedBlackScholesVanna,
  generalisedBlackScholesVega,
  generalisedBlackScholesVolga,
} from '../../src/contracts/generalised-black-scholes.ts';
import { differenceGreeks } from '../../src/contracts/greeks.ts';
import { anyType, optionTypes, ordinaryTerms, sameCases } from './option-terms.ts';

describe('generalisedBlackScholesPrice', () => {
  it('gives the published values with a yield, on futures and on currencies', () => {
    // Haug, The Complete Guide to Option Pricing Formulas (2007), 1.1.2, 1.1.3, 1.1.5; the same from QuantLib 1.29.
    expect(generalisedBlackScholesPrice('put', 100, 95, 0.5, 0.1, 0.05, 0.2)).toBeCloseTo(2.4648, 4);
    expect(generalisedBlackScholesPrice('call', 19, 19, 0.75, 0.1, 0.1, 0.28)).toBeCloseTo(1.7011, 4);
    expect(generalisedBlackScholesPrice('put', 19, 19, 0.75, 0.1, 0.1, 0.28)).toBeCloseTo(1.7011, 4);
    expect(generalisedBlackScholesPrice('call', 1.56, 1.6, 0.5, 0.06, 0.08, 0.12)).toBeCloseTo(0.0291, 4);
  });

  it('has the bits of the model without yield when the yield is 0', () => {
    fc.assert(
      fc.property(anyType, ordinaryTerms, (type, { spot, strike, years, rate, vol }) => {
        const price = generalisedBlackScholesPrice(type, spot, strike, years, rate, 0, vol);
        expect(price).toBe(blackScholesPrice(type, spot, strike, years, rate, vol));
        const delta = generalisedBlackScholesDelta(type, spot, strike, years, rate, 0, vol);
        expect(delta).toBe(blackScholesDelta(type, spot, strike, years, rate, vol));
        const gamma = generalisedBlackScholesGamma(spot, strike, years, rate, 0, vol);
        expect(gamma).toBe(blackScholesGamma(spot, strike, years, rate, vol));
        const vega = generalisedBlackScholesVega(spot, strike, years, rate, 0, vol);
        expect(vega).toBe(blackScholesVega(spot, strike, years, rate, vol));
      }),
      { ...sameCases, numRuns: 2000 },
    );
  });

  it('keeps put–call parity, put–call symmetry and its bounds', () => {
    fc.assert(
      fc.property(ordinaryTerms, ({ spot, strike, years, rate, dividendYield, vol }) => {
        const [call, put] = optionTypes.map((type) =>
          generalisedBlackScholesPrice(type, spot, strike, years, rate, dividendYield, vol),
        );
        const asset = spot * Math.exp(-dividendYield * years);
        const cash = strike * Math.exp(-rate * years);
        const slack = 1e-13 * (asset + cash);
        expect(Math.abs(call - put - (asset - cash))).toBeLessThan(slack);
        // A call on S struck at K is a put on K struck at S, the rate and the yield having changed places.
        const mirrored = generalisedBlackScholesPrice('put', strike, spot, years, dividendYield, rate, vol);
        expect(Math.abs(call - mirrored)).toBeLessThan(slack);
        expect(call).toBeGreaterThanOrEqual(Math.max(asset - cash, 0) - slack);
        expect(call).toBeLessThanOrEqual(asset + slack);
        expect(put).toBeLessThanOrEqual(cash + slack);
      }),
      sameCases,
    );
  });

  it('is convex in the strike', () => {
    fc.assert(
      fc.property(anyType, ordinaryTerms, (type, { spot, strike, years, rate, dividendYield, vol }) => {
        const at = (k: number) => generalisedBlackScholesPrice(type, spot, k, years, rate, dividendYield, vol);
        expect(at(0.95 * strike) - 2 * at(strike) + at(1.05 * strike)).toBeGreaterThanOrEqual(-1e-12 * (spot + strike));
      }),
      sameCases,
    );
  });
});

describe('greeks', () => {
  it('are those of QuantLib', () => {
    // QuantLib 1.29, AnalyticEuropeanEngine: S 100, K 110, nine months, rate 5 %, yield 3 %, volatility 25 %.
    const call = generalisedBlackScholesGreeks('call', 100, 110, 0.75, 0.05, 0.03, 0.25);
    expect(call.price).toBeCloseTo(5.287559751372371, 12);
    expect(call.delta).toBeCloseTo(0.38757786013654616, 14);
    expect(call.gamma).toBeCloseTo(0.017405401787199504, 14);
    expect(call.vega).toBeCloseTo(32.635128350999054, 11);
    expect(call.theta).toBeCloseTo(-5.949965791204314, 12);
    expect(call.rho).toBeCloseTo(25.10266969671169, 11);
    expect(generalisedBlackScholesPhi('call', 100, 110, 0.75, 0.05, 0.03, 0.25)).toBeCloseTo(-29.06833951024097, 11);
    const put = generalisedBlackScholesGreeks('put', 100, 110, 0.75, 0.05, 0.03, 0.25);
    expect(put.price).toBeCloseTo(13.46382198132913, 12);
    expect(put.delta).toBeCloseTo(-0.5901733770567901, 14);
    expect(put.theta).toBeCloseTo(-3.58565020531981, 12);
    expect(put.rho).toBeCloseTo(-54.36086976525608, 10);
    expect(generalisedBlackScholesPhi('put', 100, 110, 0.75, 0.05, 0.03, 0.25)).toBeCloseTo(44.26300327925924, 11);
  });

  it('are the differences of the price', () => {
    fc.assert(
      fc.property(anyType, ordinaryTerms, (type, { strike, dividendYield, ...at }) => {
        const exact = generalisedBlackScholesGreeks(type, at.spot, strike, at.years, at.rate, dividendYield, at.vol);
        const near = differenceGreeks(
          (p) => generalisedBlackScholesPrice(type, p.spot, strike, p.years, p.rate, dividendYield, p.vol),
          at,
        );
        const deviation = at.vol * Math.sqrt(at.years);
        // The size that each greek has at the money.
        const sizes = {
          price: at.spot,
          delta: 1,
          gamma: 1 / (at.spot * deviation),
          vega: at.spot * Math.sqrt(at.years),
          theta: at.spot * (deviation / at.years + 0.1),
          rho: at.spot * at.years,
          vanna: 1 / at.vol,
          volga: (at.spot * Math.sqrt(at.years)) / at.vol,
        };
        for (const greek of Object.keys(sizes) as (keyof typeof sizes)[]) {
          expect(Math.abs(exact[greek] - near[greek]) / sizes[greek], greek).toBeLessThan(1e-5);
        }
      }),
      sameCases,
    );
  });

  it('with respect to the yield, and of delta by time, are differences too', () => {
    fc.assert(
      fc.property(anyType, ordinaryTerms, (type, { spot, strike, years, rate, dividendYield, vol }) => {
        const priceAt = (q: number) => generalisedBlackScholesPrice(type, spot, strike, years, rate, q, vol);
        const phi = (priceAt(dividendYield + 1e-5) - priceAt(dividendYield - 1e-5)) / 2e-5;
        const exactPhi = generalisedBlackScholesPhi(type, spot, strike, years, rate, dividendYield, vol);
        expect(Math.abs(phi - exactPhi) / (spot * years)).toBeLessThan(1e-6);
        const deltaAt = (t: number) => generalisedBlackScholesDelta(type, spot, strike, t, rate, dividendYield, vol);
        const h = 1e-5 * years;
        const charm = (deltaAt(years - h) - deltaAt(years + h)) / (2 * h);
        const exactCharm = generalisedBlackScholesCharm(type, spot, strike, years, rate, dividendYield, vol);
        expect(Math.abs(charm - exactCharm) * years).toBeLessThan(1e-7);
      }),
      sameCases,
    );
  });

  it('take their limits when nothing can move', () => {
    for (const [years, vol] of [
      [0, 0.2],
      [1, 0],
    ]) {
      for (const type of optionTypes) {
        for (const spot of [80, 100, 125]) {
          const greeks = generalisedBlackScholesGreeks(type, spot, 100, years, 0.05, 0.05, vol);
          const owned = (type === 'call' ? spot - 100 : 100 - spot) * Math.exp(-0.05 * years);
          expect(greeks.price).toBeCloseTo(Math.max(owned, 0), 12);
          expect(greeks.vega).toBeCloseTo(spot === 100 ? 39.9 * Math.exp(-0.05) * Math.sqrt(years) : 0, 0);
          expect(greeks.volga).toBe(0);
          expect(Object.values(greeks).some(Number.isNaN)).toBe(false);
        }
      }
      expect(generalisedBlackScholesGamma(101, 100, years, 0, 0, vol)).toBe(0);
      expect(generalisedBlackScholesVanna(101, 100, years, 0, 0, vol)).toBe(0);
      expect(generalisedBlackScholesTheta('put', 101, 100, 0, 0.05, 0, vol)).toBeCloseTo(0, 15);
      expect(generalisedBlackScholesCharm('call', 90, 100, years, 0.05, 0, vol)).toBe(0);
    }
    expect(generalisedBlackScholesRho('call', 110, 100, 0, 0.05, 0.02, 0.2)).toBe(0);
    expect(generalisedBlackScholesVolga(100, 100, 1, 0, 0, 0)).toBe(0);
    expect(generalisedBlackScholesVanna(100, 100, 1, 0, 0, 0)).toBeCloseTo(0.1995, 4);
    expect(generalisedBlackScholesVanna(100, 100, 1, 0, 0, 1e-9)).toBeCloseTo(0.1995, 4);
  });

  it('of delta by time have theirs exactly at the forward', () => {
    for (const type of optionTypes) {
      for (const [rate, dividendYield] of [
        [0, 0],
        [0.05, 0.05],
        [-2 * Math.log(100 / 102), 0],
        [-2 * Math.log(100 / 98), 0],
      ]) {
        // Rates at which the forward of half a year is the strike to the last bit.
        const strike = rate === dividendYield ? 100 : rate > 0 ? 102 : 98;
        const charm = (years: number, vol: number, at = strike) =>
          generalisedBlackScholesCharm(type, 100, at, years, rate, dividendYield, vol);
        for (const [limit, near] of [
          [charm(0.5, 0), charm(0.5, 1e-9)],
          [charm(0, 0.2, 100), charm(1e-14, 0.2, 100)],
        ]) {
          // Where the forward moves off the strike delta jumps at once.
          if (Math.abs(near) > 1e3) expect(limit).toBe(near * Number.POSITIVE_INFINITY);
          else expect(Math.abs(limit - near)).toBeLessThan(1e-6);
        }
      }
    }
  });
});
