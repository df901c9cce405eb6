import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bachelierCharm,
  bachelierDelta,
  bachelierGreeks,
  bachelierPhi,
  bachelierPrice,
} from '../../src/contracts/bachelier.ts';
import { defaultGreekSteps, differenceGreeks } from '../../src/contracts/greeks.ts';
import { anyType, optionTypes, sameCases } from './option-terms.ts';

/** Prices on either side of 0, with strikes within four standard deviations. */
const normalTerms = fc
  .record({
    spot: fc.double({ min: -50, max: 120, noNaN: true }),
    deviations: fc.double({ min: -4, max: 4, noNaN: true }),
    years: fc.double({ min: 1 / 52, max: 2, noNaN: true }),
    rate: fc.double({ min: -0.02, max: 0.1, noNaN: true }),
    dividendYield: fc.double({ min: -0.02, max: 0.1, noNaN: true }),
    vol: fc.double({ min: 2, max: 80, noNaN: true }),
  })
  .map(({ spot, deviations, ...rest }) => {
    return { spot, strike: spot + deviations * rest.vol * Math.sqrt(rest.years), ...rest };
  });

describe('bachelierPrice', () => {
  it('is that of QuantLib, below zero too', () => {
    // QuantLib 1.29, bachelierBlackFormula; −36.98 is where the May 2020 WTI future settled on 2020-04-20.
    expect(bachelierPrice('put', 21, -36.98, 1 / 12, 0.02, 0.01, 60)).toBeCloseTo(0.0018285921203791504, 14);
    expect(bachelierPrice('call', 20, 30, 0.5, 0.02, 0.02, 40)).toBeCloseTo(6.912303440092925, 13);
    expect(bachelierPrice('call', -36.98, -40, 1 / 12, 0.02, 0.02, 60)).toBeCloseTo(8.510456603354594, 12);
    expect(bachelierPrice('put', -36.98, 10, 0, 0.02, 0.02, 60)).toBeCloseTo(46.98, 12);
    expect(bachelierDelta('put', -36.98, 10, 0, 0.02, 0.02, 60)).toBe(-1);
  });

  it('is σ √(τ / 2π) at the money', () => {
    expect(bachelierPrice('call', 0, 0, 0.25, 0, 0, 60)).toBeCloseTo((60 * 0.5) / Math.sqrt(2 * Math.PI), 13);
  });

  it('keeps digits far out of the money', () => {
    // σ √τ [φ(d) − d Φ(−d)] at d = 20 and 30, from 40-digit arithmetic (mpmath).
    expect(bachelierPrice('call', 0, 20, 1, 0, 0, 1) / 1.37001249472958e-90).toBeCloseTo(1, 11);
    expect(bachelierPrice('call', 0, 30, 1, 0, 0, 1) / 1.631956734091401e-199).toBeCloseTo(1, 11);
    expect(bachelierPrice('call', 0, 1e6, 1, 0, 0, 1)).toBe(0);
  });

  it('keeps put–call parity, and depends on the distance from the strike alone', () => {
    fc.assert(
      fc.property(anyType, normalTerms, (type, { spot, strike, years, rate, dividendYield, vol }) => {
        const price = (t: typeof type, s: number, k: number, r = rate, q = dividendYield) =>
          bachelierPrice(t, s, k, years, r, q, vol);
        const parity = spot * Math.exp(-dividendYield * years) - strike * Math.exp(-rate * years);
        const slack = 1e-12 * (Math.abs(spot) + Math.abs(strike) + vol);
        expect(Math.abs(price('call', spot, strike) - price('put', spot, strike) - parity)).toBeLessThan(slack);
        expect(Math.abs(price(type, spot + 50, strike + 50, 0, 0) - price(type, spot, strike, 0, 0))).toBeLessThan(
          slack,
        );
        const mirrored = price(type === 'call' ? 'put' : 'call', -spot, -strike);
        expect(Math.abs(price(type, spot, strike) - mirrored)).toBeLessThan(slack);
      }),
      sameCases,
    );
  });
});

describe('greeks', () => {
  it('are the differences of the price', () => {
    fc.assert(
      fc.property(anyType, normalTerms, (type, { strike, dividendYield, ...at }) => {
        const exact = bachelierGreeks(type, at.spot, strike, at.years, at.rate, dividendYield, at.vol);
        const near = differenceGreeks(
          (p) => bachelierPrice(type, p.spot, strike, p.years, p.rate, dividendYield, p.vol),
          at,
          defaultGreekSteps(at, 'bachelier'),
        );
        const root = Math.sqrt(at.years);
        const deviation = at.vol * root;
        const size = Math.abs(at.spot) + deviation;
        const sizes = {
          price: size,
          delta: 1,
          gamma: 1 / deviation,
          vega: root,
          theta: deviation / at.years + 0.1 * size,
          rho: size * at.years,
          vanna: 1 / at.vol,
          volga: root / at.vol,
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
      fc.property(anyType, normalTerms, (type, { spot, strike, years, rate, dividendYield, vol }) => {
        const priceAt = (q: number) => bachelierPrice(type, spot, strike, years, rate, q, vol);
        const phi = (priceAt(dividendYield + 1e-5) - priceAt(dividendYield - 1e-5)) / 2e-5;
        const exactPhi = bachelierPhi(type, spot, strike, years, rate, dividendYield, vol);
        expect(Math.abs(phi - exactPhi)).toBeLessThan(1e-5 * (Math.abs(spot) + vol));
        const deltaAt = (t: number) => bachelierDelta(type, spot, strike, t, rate, dividendYield, vol);
        const h = 1e-5 * years;
        const charm = (deltaAt(years - h) - deltaAt(years + h)) / (2 * h);
        const exactCharm = bachelierCharm(type, spot, strike, years, rate, dividendYield, vol);
        expect(Math.abs(charm - exactCharm) * years).toBeLessThan(1e-7);
      }),
      sameCases,
    );
  });

  it('take their limits when nothing can move', () => {
    for (const [years, vol] of [
      [0, 20],
      [1, 0],
    ]) {
      for (const type of optionTypes) {
        for (const spot of [-5, 0, 5]) {
          const greeks = bachelierGreeks(type, spot, 0, years, 0, 0, vol);
          expect(greeks.price).toBe(Math.max(type === 'call' ? spot : -spot, 0));
          expect(Math.abs(greeks.vanna) + Math.abs(greeks.volga)).toBe(0);
          expect(Object.values(greeks).some(Number.isNaN)).toBe(false);
        }
      }
    }
  });

  it('of delta by time have theirs exactly at the forward', () => {
    for (const type of optionTypes) {
      for (const [rate, dividendYield] of [
        [0, 0],
        [0.05, 0.05],
        [0.05, 0.02],
        [0.02, 0.05],
      ]) {
        const strikeOf = (years: number) => 100 * Math.exp((rate - dividendYield) * years);
        const charm = (years: number, vol: number) =>
          bachelierCharm(type, 100, strikeOf(years), years, rate, dividendYield, vol);
        for (const [limit, near] of [
          [charm(0.5, 0), charm(0.5, 1e-7)],
          [charm(0, 20), charm(1e-14, 20)],
        ]) {
          // Where the forward moves off the strike delta jumps at once.
          if (Math.abs(near) > 1e3) expect(limit).toBe(near * Number.POSITIVE_INFINITY);
          else expect(Math.abs(limit - near)).toBeLessThan(1e-6);
        }
      }
    }
  });
});
