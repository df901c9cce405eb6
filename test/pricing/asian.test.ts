import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arithmeticAsianPrice,
  arithmeticAsianSensitivities,
  geometricAsianPrice,
  geometricAsianSensitivities,
} from '../../src/contracts/asian.ts';
import { generalisedBlackScholesGreeks } from '../../src/contracts/generalised-black-scholes.ts';
import { differenceGreeks } from '../../src/contracts/greeks.ts';
import { anyType, optionTypes, ordinaryTerms, sameCases } from './option-terms.ts';

const averages = [
  { price: geometricAsianPrice, sensitivities: geometricAsianSensitivities, sumOf: (x: number) => Math.log(x) },
  { price: arithmeticAsianPrice, sensitivities: arithmeticAsianSensitivities, sumOf: (x: number) => x },
];

describe('geometricAsianPrice', () => {
  it('gives the published value and those of QuantLib, with past fixings too', () => {
    // Clewlow and Strickland, Implementing Derivatives Models (1998), pages 118 to 123: 10 fixings, 5.3425606635. The rest:
    // QuantLib 1.29, AnalyticDiscreteGeometricAveragePriceAsianEngine.
    expect(geometricAsianPrice('call', 100, 100, 1, 0.06, 0.03, 0.2, 0, 0, 10)).toBeCloseTo(5.3425606635, 10);
    const past = Math.log(98 * 103 * 97 * 105 * 101);
    const call = geometricAsianSensitivities('call', 104, 100, 0.5, 0.06, 0.03, 0.2, past, 5, 5);
    expect(call.price).toBeCloseTo(3.3914666050468503, 11);
    expect(call.delta).toBeCloseTo(0.3438557301553606, 12);
    expect(call.gamma).toBeCloseTo(0.014922607912233484, 13);
    expect(call.vega).toBeCloseTo(6.529552860885114, 11);
    // The next fixing in 10 days, the others 40 days apart.
    const put = [104, 100, 170 / 360, 0.06, 0.03, 0.2, Math.log(98 * 103 * 97), 3, 5, 10 / 360] as const;
    expect(geometricAsianPrice('put', ...put)).toBeCloseTo(0.9884226654072105, 12);
    expect(geometricAsianSensitivities('put', ...put).delta).toBeCloseTo(-0.18111383420422367, 12);
  });

  it('has a forward below that of the arithmetic average', () => {
    fc.assert(
      fc.property(ordinaryTerms, fc.integer({ min: 1, max: 30 }), (terms, fixings) => {
        const { spot, years, rate, dividendYield, vol } = terms;
        // Struck next to nothing, a call is worth the discounted forward.
        const [geometric, arithmetic] = averages.map(({ price }) =>
          price('call', spot, 1e-9 * spot, years, rate, dividendYield, vol, 0, 0, fixings),
        );
        expect(geometric).toBeLessThanOrEqual(arithmetic + 1e-13 * spot);
      }),
      sameCases,
    );
  });
});

describe('arithmeticAsianPrice', () => {
  it('is the moment matching of QuantLib, with past fixings too', () => {
    // QuantLib 1.29, TurnbullWakemanAsianEngine.
    expect(arithmeticAsianPrice('call', 100, 100, 1, 0.06, 0.03, 0.2, 0, 0, 10)).toBeCloseTo(5.5467301649155285, 11);
    const running = [104, 100, 0.5, 0.06, 0.03, 0.2] as const;
    expect(arithmeticAsianPrice('call', ...running, 504, 5, 5)).toBeCloseTo(3.572014990449718, 12);
    expect(arithmeticAsianPrice('put', ...running, 504, 5, 5)).toBeCloseTo(0.7862690211998109, 11);
    // The past alone already exceeds the strike: the call is a forward.
    expect(arithmeticAsianPrice('call', ...running, 1150, 5, 5)).toBeCloseTo(65.47652743648355, 11);
    expect(arithmeticAsianPrice('put', ...running, 1150, 5, 5)).toBeCloseTo(0, 15);
  });

  it('comes near simulated prices', () => {
    // Simulated in NumPy, 2e6 antithetic pairs with the geometric average as control: 5.53245 ± 0.00009.
    const atTheMoney = arithmeticAsianPrice('call', 100, 100, 1, 0.06, 0.03, 0.2, 0, 0, 10);
    expect(Math.abs(atTheMoney / 5.53245 - 1)).toBeLessThan(0.004);
    // Levy (1997) in Clewlow and Strickland, Exotic Options: simulated puts, first fixing after a month (12 and 52 fixings).
    for (const [fixings, simulated] of [
      [12, 2.1105094397],
      [52, 2.147489651],
    ]) {
      const put = arithmeticAsianPrice('put', 90, 87, 1, 0.025, 0.06, 0.13, 0, 0, fixings, 1 / 12);
      expect(Math.abs(put - simulated)).toBeLessThan(0.01);
    }
  });
});

describe.each(averages)('$price.name', ({ price, sensitivities, sumOf }) => {
  it('has changes that are the differences of the price, at any state of the average', () => {
    fc.assert(
      fc.property(
        anyType,
        ordinaryTerms,
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0.8, max: 1.2, noNaN: true }),
        (type, { strike: ordinary, dividendYield, ...at }, done, toCome, level) => {
          const strike = at.spot * (ordinary / at.spot) ** 0.5;
          const sum = done * sumOf(level * at.spot);
          const exact = sensitivities(
            type,
            at.spot,
            strike,
            at.years,
            at.rate,
            dividendYield,
            at.vol,
            sum,
            done,
            toCome,
          );
          const near = differenceGreeks(
            (p) => price(type, p.spot, strike, p.years, p.rate, dividendYield, p.vol, sum, done, toCome),
            at,
            { spot: 3e-4 * at.spot * Math.min(at.vol * Math.sqrt(at.years), 1) },
          );
          const deviation = at.vol * Math.sqrt(at.years);
          expect(exact.price).toBe(near.price);
          expect(Math.abs(exact.delta - near.delta)).toBeLessThan(1e-5);
          expect(Math.abs(exact.gamma - near.gamma) * at.spot * deviation).toBeLessThan(1e-4);
          expect(Math.abs(exact.vega - near.vega) / (at.spot * Math.sqrt(at.years))).toBeLessThan(1e-5);
        },
      ),
      sameCases,
    );
  });

  it('is the European option with a single fixing, and takes its limits without volatility or time', () => {
    for (const type of optionTypes) {
      const european = generalisedBlackScholesGreeks(type, 100, 105, 0.7, 0.04, 0.01, 0.3);
      const single = sensitivities(type, 100, 105, 0.7, 0.04, 0.01, 0.3, 0, 0, 1);
      for (const greek of ['price', 'delta', 'gamma', 'vega'] as const) {
        expect(single[greek]).toBeCloseTo(european[greek], 11);
      }
      for (const strike of [90, 100, 110]) {
        const still = sensitivities(type, 100, strike, 0.5, 0, 0, 0, 0, 0, 6);
        expect(still.price).toBeCloseTo(Math.max(type === 'call' ? 100 - strike : strike - 100, 0), 11);
        expect(Object.values(still).some(Number.isNaN)).toBe(false);
        // Half of the fixings were made at 120, and the others are made now: the average is known.
        const over = sensitivities(type, 100, strike, 0, 0.05, 0, 0.2, 3 * sumOf(120), 3, 3);
        const average = sumOf(2) === 2 ? 110 : Math.sqrt(120 * 100);
        expect(over.price).toBeCloseTo(Math.max(type === 'call' ? average - strike : strike - average, 0), 11);
      }
    }
  });
});
