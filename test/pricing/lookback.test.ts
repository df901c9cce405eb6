import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generalisedBlackScholesPrice } from '../../src/contracts/generalised-black-scholes.ts';
import { differenceGreeks } from '../../src/contracts/greeks.ts';
import {
  fixedLookbackPrice,
  fixedLookbackSensitivities,
  floatingLookbackPrice,
  floatingLookbackSensitivities,
} from '../../src/contracts/lookback.ts';
import { anyType, optionTypes, ordinaryTerms, sameCases } from './option-terms.ts';

describe('fixedLookbackPrice', () => {
  it('gives the published table', () => {
    // Haug, Option Pricing Formulas (1998), pages 63 and 64: S 100, extremum 100, rate 10 %, no yield; volatilities 10 %,
    // 20 % and 30 %. Checked against QuantLib 1.29, AnalyticContinuousFixedLookbackEngine.
    const table = [
      ['call', 95, 0.5, 13.2687, 18.9263, 24.9857],
      ['call', 100, 0.5, 8.5126, 14.1702, 20.2296],
      ['call', 105, 0.5, 4.3908, 9.8905, 15.8512],
      ['call', 95, 1, 18.3241, 26.0731, 34.7116],
      ['call', 100, 1, 13.8, 21.5489, 30.1874],
      ['call', 105, 1, 9.5445, 17.2965, 25.9002],
      ['put', 95, 0.5, 0.6899, 4.4448, 8.9213],
      ['put', 100, 0.5, 3.3917, 8.3177, 13.1579],
      ['put', 105, 0.5, 8.1478, 13.0739, 17.914],
      ['put', 95, 1, 1.0534, 6.2813, 12.2376],
      ['put', 100, 1, 3.8079, 10.1294, 16.3889],
      ['put', 105, 1, 8.3321, 14.6536, 20.913],
    ] as const;
    for (const [type, strike, years, ...prices] of table) {
      const ours = [0.1, 0.2, 0.3].map((vol) => fixedLookbackPrice(type, 100, strike, 100, years, 0.1, 0, vol));
      ours.forEach((price, i) => {
        expect(Math.abs(price - prices[i])).toBeLessThan(1e-4);
      });
    }
    expect(fixedLookbackPrice('put', 100, 105, 97, 0.5, 0.05, 0.02, 0.2)).toBeCloseTo(15.02553831401968, 11);
  });
});

describe('floatingLookbackPrice', () => {
  it('gives the published values', () => {
    // Haug (1998), pages 61 and 62; then Broadie, Glasserman and Kou (1999), pages 70 to 74, continuous observation.
    for (const [type, spot, extremum, years, rate, dividendYield, published] of [
      ['call', 120, 100, 0.5, 0.1, 0.06, 25.3533],
      ['call', 100, 100, 1, 0.05, 0, 23.7884],
      ['call', 100, 100, 0.2, 0.05, 0, 10.719],
      ['call', 110, 100, 0.2, 0.05, 0, 14.4597],
      ['put', 100, 100, 0.5, 0.1, 0, 15.3526],
      ['put', 100, 110, 0.5, 0.1, 0, 16.8468],
      ['put', 100, 120, 0.5, 0.1, 0, 21.0645],
    ] as const) {
      const price = floatingLookbackPrice(type, spot, extremum, years, rate, dividendYield, 0.3);
      expect(Math.abs(price - published)).toBeLessThan(1e-4);
    }
  });
});

describe('without carry', () => {
  it('gives the limit', () => {
    // ∫ P(max > x) dx over the levels, by quadrature in 50-digit arithmetic (mpmath).
    expect(floatingLookbackPrice('call', 100, 90, 1, 0.05, 0.05, 0.3)).toBeCloseTo(21.817075601587064, 12);
    expect(floatingLookbackPrice('put', 100, 110, 1, 0.05, 0.05, 0.3)).toBeCloseTo(26.407720137962976, 12);
    expect(fixedLookbackPrice('call', 100, 95, 110, 1, 0.05, 0.05, 0.3)).toBeCloseTo(31.163867260466546, 12);
    expect(fixedLookbackPrice('call', 100, 105, 100, 1, 0.05, 0.05, 0.3)).toBeCloseTo(20.604933499042218, 12);
    expect(fixedLookbackPrice('put', 100, 105, 90, 1, 0.05, 0.05, 0.3)).toBeCloseTo(26.573222724090634, 12);
    expect(fixedLookbackPrice('put', 100, 95, 100, 1, 0.05, 0.05, 0.3)).toBeCloseTo(16.226584162896632, 12);
  });

  it('is continuous: the series and the quotient meet', () => {
    fc.assert(
      fc.property(
        anyType,
        ordinaryTerms,
        fc.double({ min: 0.7, max: 1, noNaN: true }),
        (type, { spot, years, rate, vol }, extremum) => {
          const level = type === 'call' ? spot * extremum : spot / extremum;
          const at = (carry: number) => floatingLookbackPrice(type, spot, level, years, rate, rate - carry, vol);
          // Around the carry where the one takes over from the other for this option, the price is a straight line.
          const centre = Math.abs(Math.log(spot / level)) / (vol * Math.sqrt(years));
          for (const k of [0.1 / (1 + 0.5 * vol * Math.sqrt(years)), 0.1, 0.1 / (1 + centre)]) {
            const b = (k * vol) / Math.sqrt(years);
            const h = 1e-6 * b;
            expect(Math.abs(at(b + h) - 2 * at(b) + at(b - h))).toBeLessThan(1e-11 * spot);
            expect(Math.abs(at(-b + h) - 2 * at(-b) + at(-b - h))).toBeLessThan(1e-11 * spot);
          }
        },
      ),
      sameCases,
    );
  });
});

describe('lookbacks', () => {
  it('are worth at least the European option, and keep the parity of fixed and floating', () => {
    fc.assert(
      fc.property(ordinaryTerms, fc.double({ min: 0.7, max: 1, noNaN: true }), (terms, ratio) => {
        const { spot, strike, years, rate, dividendYield, vol } = terms;
        const slack = 1e-11 * (spot + strike);
        for (const type of optionTypes) {
          const extremum = type === 'call' ? spot / ratio : spot * ratio;
          const fixed = fixedLookbackPrice(type, spot, strike, extremum, years, rate, dividendYield, vol);
          const european = generalisedBlackScholesPrice(type, spot, strike, years, rate, dividendYield, vol);
          expect(fixed).toBeGreaterThanOrEqual(european - slack);
          // (max − S) − (max − K) = K − S, with a strike that the maximum has passed.
          const struck = fixedLookbackPrice(type, spot, extremum, extremum, years, rate, dividendYield, vol);
          const other = type === 'call' ? 'put' : 'call';
          const floating = floatingLookbackPrice(other, spot, extremum, years, rate, dividendYield, vol);
          const forward = spot * Math.exp(-dividendYield * years) - extremum * Math.exp(-rate * years);
          const sign = type === 'call' ? -1 : 1;
          expect(Math.abs(floating - struck - sign * forward)).toBeLessThan(slack);
        }
      }),
      sameCases,
    );
  });

  it('have changes that are the differences of the price', () => {
    fc.assert(
      fc.property(
        anyType,
        ordinaryTerms,
        fc.double({ min: 0.75, max: 0.99, noNaN: true }),
        fc.constantFrom(1, 2, 30, Number.POSITIVE_INFINITY),
        (type, { strike, dividendYield, ...at }, ratio, fixings) => {
          const high = at.spot / ratio;
          const low = at.spot * ratio;
          const deviation = at.vol * Math.sqrt(at.years);
          // The differences may not reach across the extremum.
          const steps = { spot: Math.min(3e-4 * Math.min(deviation, 1), 1e-3) * at.spot };
          const [fixedExtremum, floatingExtremum] = type === 'call' ? [high, low] : [low, high];
          const pairs = [
            [
              fixedLookbackSensitivities(
                type,
                at.spot,
                strike,
                fixedExtremum,
                at.years,
                at.rate,
                dividendYield,
                at.vol,
                fixings,
              ),
              differenceGreeks(
                (p) =>
                  fixedLookbackPrice(
                    type,
                    p.spot,
                    strike,
                    fixedExtremum,
                    p.years,
                    p.rate,
                    dividendYield,
                    p.vol,
                    fixings,
                  ),
                at,
                steps,
              ),
            ],
            [
              floatingLookbackSensitivities(
                type,
                at.spot,
                floatingExtremum,
                at.years,
                at.rate,
                dividendYield,
                at.vol,
                fixings,
              ),
              differenceGreeks(
                (p) =>
                  floatingLookbackPrice(type, p.spot, floatingExtremum, p.years, p.rate, dividendYield, p.vol, fixings),
                at,
                steps,
              ),
            ],
          ];
          for (const [exact, near] of pairs) {
            expect(exact.price).toBe(near.price);
            expect(Math.abs(exact.delta - near.delta)).toBeLessThan(1e-5);
            expect(Math.abs(exact.gamma - near.gamma) * at.spot * deviation).toBeLessThan(1e-4);
            expect(Math.abs(exact.vega - near.vega) / (at.spot * Math.sqrt(at.years))).toBeLessThan(1e-5);
          }
        },
      ),
      sameCases,
    );
  });

  it('take their limits without volatility, nearly without it, and at expiry', () => {
    const prices = (vol: number) => [
      fixedLookbackPrice('call', 100, 90, 100, 1, 0.05, 0, vol),
      fixedLookbackPrice('put', 100, 105, 100, 1, 0.05, 0, vol),
      floatingLookbackPrice('call', 100, 95, 1, 0.05, 0, vol),
      floatingLookbackPrice('put', 100, 104, 1, 0.05, 0.08, vol),
    ];
    const discount = Math.exp(-0.05);
    const limits = [100 - 90 * discount, 5 * discount, 100 - 95 * discount, 104 * discount - 100 * Math.exp(-0.08)];
    prices(0).forEach((price, i) => {
      expect(price).toBeCloseTo(limits[i], 12);
    });
    prices(1e-4).forEach((price, i) => {
      expect(price).toBeCloseTo(limits[i], 3);
    });
    for (const vol of [0, 1e-9, 1e-6]) {
      for (const fixings of [1, 5, 250]) {
        for (const carry of [-0.05, 0, 0.05]) {
          const falling = floatingLookbackSensitivities('put', 100, 102, 1, 0.05, 0.05 - carry, vol, fixings);
          const highest = Math.max(102, 100 * Math.exp(carry));
          expect(falling.price).toBeCloseTo(highest * discount - 100 * Math.exp(carry - 0.05), 3);
          expect(Object.values(falling).some(Number.isNaN)).toBe(false);
        }
      }
    }
    expect(fixedLookbackPrice('call', 100, 90, 110, 0, 0.05, 0, 0.2)).toBe(20);
    expect(floatingLookbackSensitivities('put', 100, 110, 0, 0.05, 0, 0.2, 5)).toEqual({
      price: 10,
      delta: -1,
      gamma: 0,
      vega: 0,
    });
  });
});

describe('discrete observation', () => {
  /** E e^{max(0, X_1, …, X_n)} of a random walk exactly: Spitzer's identity (1956) as a recursion. */
  function expectedMaximum(years: number, carry: number, vol: number, fixings: number): number {
    const part = [0];
    for (let k = 1; k <= fixings; k++) {
      // E max(e^X_k, 1): one plus a call on a unit of spot struck at it, undiscounted.
      const time = (k * years) / fixings;
      part.push(1 + Math.exp(carry * time) * generalisedBlackScholesPrice('call', 1, 1, time, carry, 0, vol));
    }
    const maximum = [1];
    for (let n = 1; n <= fixings; n++) {
      let sum = 0;
      for (let k = 1; k <= n; k++) sum += part[k] * maximum[n - k];
      maximum.push(sum / n);
    }
    return maximum[fixings];
  }

  it('comes near the exact price of Spitzer’s identity, and is exact for one fixing', () => {
    for (const [fixings, tolerance] of [
      [1, 1e-12],
      [2, 0.09],
      [5, 0.03],
      [20, 0.007],
      [80, 0.002],
      [320, 0.0005],
    ]) {
      const exact =
        100 * (Math.exp(-0.1 * 0.5) * expectedMaximum(0.5, 0.1 - 0.03, 0.3, fixings) - Math.exp(-0.03 * 0.5));
      const ours = floatingLookbackPrice('put', 100, 100, 0.5, 0.1, 0.03, 0.3, fixings);
      expect(Math.abs(ours / exact - 1), `${fixings} fixings, ${ours} and ${exact}`).toBeLessThan(tolerance);
    }
  });

  it('comes near the true price when the extremum lies away from spot', () => {
    // Calls on the maximum, struck at it: S 100, half a year, rate 10 %, yield 3 %, volatility 30 %. P(max > x) by
    // Gauss–Legendre recursion of the density and its integral over x, in NumPy.
    for (const [fixings, extremum, truth, tolerance] of [
      [5, 110, 7.947175995255688, 0.018],
      [5, 120, 4.203314058806368, 0.024],
      [20, 105, 12.529149438407677, 0.004],
      [20, 110, 9.399529087854992, 0.005],
      [20, 120, 5.054108716402199, 0.007],
    ]) {
      const price = fixedLookbackPrice('call', 100, extremum, extremum, 0.5, 0.1, 0.03, 0.3, fixings);
      expect(Math.abs(price / truth - 1), `${fixings} fixings, extremum ${extremum}`).toBeLessThan(tolerance);
    }
  });

  it('tends to continuous observation from below', () => {
    for (const type of optionTypes) {
      const at = (n: number) => floatingLookbackPrice(type, 100, 100, 0.5, 0.04, 0.01, 0.25, n);
      const prices = [1, 2, 10, 100, 1000, 1e12].map(at);
      for (let i = 1; i < prices.length; i++) expect(prices[i]).toBeGreaterThan(prices[i - 1]);
      expect(at(1e12)).toBeCloseTo(at(Number.POSITIVE_INFINITY), 4);
    }
  });
});
