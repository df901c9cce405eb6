import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  barrierDelta,
  barrierGamma,
  barrierPrice,
  barrierPriceRebateAtHit,
  barrierSensitivities,
} from '../../src/contracts/barrier.ts';
import { digitalPrice } from '../../src/contracts/digital.ts';
import { generalisedBlackScholesPrice } from '../../src/contracts/generalised-black-scholes.ts';
import { differenceGreeks } from '../../src/contracts/greeks.ts';
import { pricingMethod } from '../../src/contracts/pricing-method.ts';
import { plainUnderlying } from '../../src/contracts/underlying.ts';
import { anyType, optionTypes, ordinaryTerms, sameCases } from './option-terms.ts';

const knocks = ['down-and-in', 'down-and-out', 'up-and-in', 'up-and-out'] as const;

describe('barrierPriceRebateAtHit', () => {
  it('gives the published table', () => {
    // Haug, Option Pricing Formulas (1998), page 72: S 100, rebate 3, half a year, rate 8 %, carry 4 %; strikes 90, 100 and
    // 110 at a volatility of 25 %, then of 30 %. Checked against QuantLib 1.29, AnalyticBarrierEngine.
    const table = [
      ['down-and-out', 'call', 95, 9.0246, 6.7924, 4.8759, 8.8334, 7.0285, 5.4137],
      ['down-and-out', 'call', 100, 3, 3, 3, 3, 3, 3],
      ['up-and-out', 'call', 105, 2.6789, 2.358, 2.3453, 2.6341, 2.4389, 2.4315],
      ['down-and-in', 'call', 95, 7.7627, 4.0109, 2.0576, 9.0093, 5.137, 2.8517],
      ['down-and-in', 'call', 100, 13.8333, 7.8494, 3.9795, 14.8816, 9.2045, 5.3043],
      ['up-and-in', 'call', 105, 14.1112, 8.4482, 4.591, 15.2098, 9.7278, 5.835],
      ['down-and-out', 'put', 95, 2.2798, 2.2947, 2.6252, 2.417, 2.4258, 2.6246],
      ['down-and-out', 'put', 100, 3, 3, 3, 3, 3, 3],
      ['up-and-out', 'put', 105, 3.776, 5.4932, 7.5187, 4.2293, 5.8032, 7.5649],
      ['down-and-in', 'put', 95, 2.9586, 6.5677, 11.9752, 3.8769, 7.7989, 13.3078],
      ['down-and-in', 'put', 100, 2.2845, 5.9085, 11.6465, 3.3328, 7.2636, 12.9713],
      ['up-and-in', 'put', 105, 1.4653, 3.3721, 7.0846, 2.0658, 4.4226, 8.3686],
    ] as const;
    for (const [knock, type, barrier, ...prices] of table) {
      [0.25, 0.3].forEach((vol, i) => {
        [90, 100, 110].forEach((strike, j) => {
          const price = barrierPriceRebateAtHit(knock, type, 100, strike, barrier, 3, 0.5, 0.08, 0.04, vol);
          expect(Math.abs(price - prices[3 * i + j]), `${knock} ${type} ${strike} ${vol}`).toBeLessThan(1e-4);
        });
      });
    }
  });

  it('is that of QuantLib to all digits', () => {
    // QuantLib 1.29, AnalyticBarrierEngine.
    const price = (knock: (typeof knocks)[number], type: 'call' | 'put', strike: number, barrier: number) =>
      barrierPriceRebateAtHit(knock, type, 100, strike, barrier, 3, 0.5, 0.08, 0.04, 0.25);
    expect(price('down-and-out', 'call', 90, 95)).toBeCloseTo(9.024567694966864, 12);
    expect(price('up-and-out', 'call', 100, 105)).toBeCloseTo(2.3580197908440614, 12);
    expect(price('down-and-in', 'put', 110, 95)).toBeCloseTo(11.975227884407191, 12);
    expect(price('up-and-in', 'put', 90, 105)).toBeCloseTo(1.4653126853069587, 12);
  });
});

describe('barrierPrice', () => {
  it('gives published prices without a rebate', () => {
    // El Babsiri and Noel, Simulating path-dependent options (1998): S 100, a year, rate 5 %, yield 2 %, strike 100.
    for (const [knock, vol, barrier, published] of [
      ['down-and-in', 0.1, 90, 0.07187],
      ['down-and-in', 0.2, 90, 1.64005],
      ['down-and-in', 0.3, 90, 4.50952],
      ['up-and-in', 0.1, 110, 4.79148],
      ['up-and-in', 0.2, 110, 9.11008],
      ['up-and-in', 0.3, 110, 12.98351],
    ] as const) {
      const price = barrierPrice(knock, 'call', 100, 100, barrier, 0, 1, 0.05, 0.02, vol);
      expect(Math.abs(price - published)).toBeLessThan(1e-5);
    }
  });

  it('keeps in–out parity and its bounds, the rebate being paid at expiry once', () => {
    fc.assert(
      fc.property(
        anyType,
        ordinaryTerms,
        fc.constantFrom('down', 'up'),
        fc.double({ min: 0.01, max: 2, noNaN: true }),
        fc.constantFrom(1, 3, 50, Number.POSITIVE_INFINITY),
        (type, { spot, strike, years, rate, dividendYield, vol }, side, distance, fixings) => {
          const barrier = spot * Math.exp((side === 'up' ? 1 : -1) * distance * vol * Math.sqrt(years));
          const [inside, outside] = (['in', 'out'] as const).map((kind) =>
            [0, 5].map((rebate) =>
              barrierPrice(
                `${side}-and-${kind}` as const as (typeof knocks)[number],
                type,
                spot,
                strike,
                barrier,
                rebate,
                years,
                rate,
                dividendYield,
                vol,
                fixings,
              ),
            ),
          );
          const european = generalisedBlackScholesPrice(type, spot, strike, years, rate, dividendYield, vol);
          const slack = 1e-12 * (spot + strike);
          expect(Math.abs(inside[0] + outside[0] - european)).toBeLessThan(slack);
          const rebated = european + 5 * Math.exp(-rate * years);
          expect(Math.abs(inside[1] + outside[1] - rebated)).toBeLessThan(slack);
          for (const price of [inside[0], outside[0]]) {
            expect(price).toBeGreaterThanOrEqual(0);
            expect(price).toBeLessThanOrEqual(european + slack);
          }
        },
      ),
      sameCases,
    );
  });

  it('is worth nothing but the rebate at the barrier, and the European option far from it', () => {
    for (const type of optionTypes) {
      const at = (spot: number, barrier: number) =>
        barrierPrice('down-and-out', type, spot, 100, barrier, 2, 0.5, 0.04, 0.01, 0.2);
      expect(at(90, 90)).toBeCloseTo(2 * Math.exp(-0.02), 13);
      expect(at(90.000001, 90)).toBeCloseTo(2 * Math.exp(-0.02), 5);
      expect(at(85, 90)).toBeCloseTo(2 * Math.exp(-0.02), 13);
      const european = generalisedBlackScholesPrice(type, 100, 100, 0.5, 0.04, 0.01, 0.2);
      expect(at(100, 30)).toBeCloseTo(european, 12);
      expect(barrierPrice('up-and-in', type, 106, 100, 105, 2, 0.5, 0.04, 0.01, 0.2)).toBeCloseTo(
        generalisedBlackScholesPrice(type, 106, 100, 0.5, 0.04, 0.01, 0.2),
        12,
      );
    }
  });

  it('has changes that are the differences of the price', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...knocks),
        anyType,
        ordinaryTerms,
        fc.double({ min: 0.05, max: 2, noNaN: true }),
        fc.constantFrom(0, 4),
        fc.constantFrom(1, 20, Number.POSITIVE_INFINITY),
        (knock, type, { strike, dividendYield, ...at }, distance, rebate, fixings) => {
          const deviation = at.vol * Math.sqrt(at.years);
          const barrier = at.spot * Math.exp((knock.startsWith('up') ? 1 : -1) * distance * deviation);
          const price = (p: typeof at) =>
            barrierPrice(knock, type, p.spot, strike, barrier, rebate, p.years, p.rate, dividendYield, p.vol, fixings);
          const near = differenceGreeks(price, at, { spot: 3e-4 * Math.min(deviation, 1) * at.spot });
          const exact = barrierSensitivities(
            knock,
            type,
            at.spot,
            strike,
            barrier,
            rebate,
            at.years,
            at.rate,
            dividendYield,
            at.vol,
            fixings,
          );
          // A knocked-out payoff may jump by |H − K| at the barrier: delta is of that size over the move.
          const jump = Math.max(at.spot, Math.abs(barrier - strike), rebate);
          const move = Math.min(deviation, 1) * at.spot;
          expect(exact.price).toBe(near.price);
          expect((Math.abs(exact.delta - near.delta) * move) / jump).toBeLessThan(1e-5);
          expect((Math.abs(exact.gamma - near.gamma) * move * move) / jump).toBeLessThan(1e-4);
          expect((Math.abs(exact.vega - near.vega) * at.vol) / jump).toBeLessThan(1e-5);
        },
      ),
      sameCases,
    );
  });

  it('takes its limits at expiry and without volatility', () => {
    expect(barrierPrice('down-and-out', 'call', 110, 100, 90, 3, 0, 0.05, 0, 0.2)).toBe(10);
    expect(barrierPrice('down-and-in', 'call', 110, 100, 90, 3, 0, 0.05, 0, 0.2)).toBe(3);
    expect(barrierPrice('up-and-out', 'call', 110, 100, 105, 3, 0, 0.05, 0, 0.2)).toBe(3);
    // The forward rises from 100 to 105.13: it reaches 105 for certain.
    expect(barrierPrice('up-and-out', 'call', 100, 90, 105, 0, 1, 0.05, 0, 0)).toBe(0);
    expect(barrierPrice('up-and-in', 'call', 100, 90, 105, 0, 1, 0.05, 0, 0)).toBeCloseTo(
      100 - 90 * Math.exp(-0.05),
      12,
    );
    expect(barrierPrice('up-and-out', 'call', 100, 90, 106, 0, 1, 0.05, 0, 0)).toBeCloseTo(
      100 - 90 * Math.exp(-0.05),
      12,
    );
    expect(barrierPrice('up-and-out', 'call', 100, 90, 106, 0, 1, 0.05, 0, 1e-3)).toBeCloseTo(
      100 - 90 * Math.exp(-0.05),
      9,
    );
    expect(barrierPrice('up-and-out', 'call', 100, 90, 104, 0, 1, 0.05, 0, 1e-3)).toBeCloseTo(0, 9);
  });
});

describe('delta and gamma', () => {
  it('are those of the sensitivities', () => {
    for (const knock of knocks) {
      const terms = [knock, 'put', 100, 103, knock.startsWith('up') ? 108 : 91, 2, 0.3, 0.04, 0.01, 0.25, 7] as const;
      const { delta, gamma } = barrierSensitivities(...terms);
      expect([barrierDelta(...terms), barrierGamma(...terms)]).toEqual([delta, gamma]);
    }
  });

  it('are never undefined without time or volatility, where the parts offset each other', () => {
    // Strike, barrier or both at the forward, 100; all but expiry alone is observed in the first of [fixings].
    for (const [years, vol, fixings] of [
      [0.5, 0, 1],
      [0.5, 0, 5],
      [0, 0.2, 1],
    ]) {
      for (const knock of knocks) {
        for (const type of optionTypes) {
          for (const [strike, barrier] of [
            [100, 110],
            [110, 100],
            [100, 90],
            [90, 100],
            [100, 100],
          ]) {
            for (const rebate of [0, 3, 10]) {
              const terms = [knock, type, 100, strike, barrier, rebate, years, 0.03, 0.03, vol, fixings] as const;
              expect(barrierDelta(...terms), terms.join(' ')).not.toBeNaN();
              expect(barrierGamma(...terms), terms.join(' ')).not.toBeNaN();
            }
          }
        }
      }
    }
  });

  it('take their limits there', () => {
    // The barrier, 102, is the forward. Knocked out from there on: 8 of money are lost, or turned into the rebate.
    const rate = -2 * Math.log(100 / 102);
    const at = (rebate: number, vol: number) =>
      ['up-and-out', 'call', 100, 94, 102, rebate, 0.5, rate, 0, vol, 1] as const;
    expect(barrierDelta(...at(0, 0))).toBe(Number.NEGATIVE_INFINITY);
    expect(barrierDelta(...at(20, 0))).toBe(Number.POSITIVE_INFINITY);
    // As much rebate as the option was worth: half of the delta of 1 below the barrier and 0 above it.
    expect(barrierDelta(...at(8, 0))).toBeCloseTo(0.5, 5);
    expect(barrierDelta(...at(8, 1e-4))).toBeCloseTo(0.5, 3);
    expect(barrierGamma('down-and-in', 'call', 100, 100, 90, 0, 0.5, 0, 0, 0, 5)).toBeCloseTo(0, 12);
    expect(barrierGamma('down-and-out', 'call', 100, 100, 90, 0, 0.5, 0, 0, 0, 5)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('discrete observation', () => {
  it('is poor within one interval’s move of the barrier, and says so', () => {
    // An up-and-out call, 5 daily fixings to come, 0.3 of a day's move below the barrier: the recursion below (SciPy) gives
    // 2.22503 and a delta of −1.25334.
    const spot = 110 * Math.exp((-0.3 * 0.2) / Math.sqrt(252));
    const terms = ['up-and-out', 'call', spot, 100, 110, 0, 5 / 252, 0, 0, 0.2, 5] as const;
    const { price, delta } = barrierSensitivities(...terms);
    expect(price / 2.22503 - 1).toBeCloseTo(-0.085, 3);
    expect(delta / -1.25334 - 1).toBeCloseTo(0.226, 3);
    const underlying = plainUnderlying(0);
    const method = pricingMethod(
      { type: 'barrier', option: 'call', knock: 'up-and-out', strike: 100, barrier: 110 },
      underlying,
    );
    expect(method.formula).toMatch(/poor where the price is within one interval's move/);
  });

  it('comes near the true prices of Broadie, Glasserman and Kou’s setting', () => {
    // Their table of 1997: down-and-out calls, S 100, K 100, volatility 30 %, rate 10 %, 0.2 years, 50 fixings. The true
    // prices from a recursion of the density by Gauss–Legendre quadrature (NumPy), converged to all digits shown.
    const truth = [
      [85, 6.32224],
      [86, 6.306431],
      [87, 6.281198],
      [88, 6.24217],
      [89, 6.183597],
      [90, 6.098196],
      [91, 5.977069],
      [92, 5.809741],
      [93, 5.58434],
      [94, 5.287918],
      [95, 4.906789],
      [96, 4.426628],
    ];
    for (const [barrier, price] of truth) {
      const ours = barrierPrice('down-and-out', 'call', 100, 100, barrier, 0, 0.2, 0.1, 0, 0.3, 50);
      expect(Math.abs(ours / price - 1), `barrier ${barrier}`).toBeLessThan(3e-4);
    }
    // Within one interval's move (1.9 %) the correction fails by some per cent.
    const close = barrierPrice('down-and-out', 'call', 100, 100, 99, 0, 0.2, 0.1, 0, 0.3, 50);
    expect(close / 2.336387 - 1).toBeCloseTo(-0.028, 3);
  });

  it('comes near the true prices with few fixings, the barrier more than an interval’s move away', () => {
    // The same recursion and terms; [fixings, years, barrier, price].
    for (const [fixings, years, barrier, truth] of [
      [5, 0.1, 90, 4.272975857485878],
      [5, 0.1, 95, 4.044665448605958],
      [10, 0.2, 90, 6.197078976278802],
      [10, 0.2, 95, 5.380409917925106],
    ]) {
      const ours = barrierPrice('down-and-out', 'call', 100, 100, barrier, 0, years, 0.1, 0, 0.3, fixings);
      expect(Math.abs(ours / truth - 1), `${fixings} fixings, barrier ${barrier}`).toBeLessThan(1e-3);
    }
  });

  it('comes near the true prices of options that are knocked out in the money', () => {
    // The same recursion and terms, up-and-out calls: Hörfelt's extension leaves a third of the error of the shift alone.
    for (const [barrier, truth, tolerance] of [
      [105, 0.05824385711096281, 0.025],
      [110, 0.4840981730171766, 0.01],
      [120, 2.6609032607113225, 0.003],
      [130, 4.784210803385787, 0.0015],
    ]) {
      const ours = barrierPrice('up-and-out', 'call', 100, 100, barrier, 0, 0.2, 0.1, 0, 0.3, 50);
      expect(Math.abs(ours / truth - 1), `barrier ${barrier}`).toBeLessThan(tolerance);
    }
  });

  it('is exact with one fixing to come: the payoff of expiry alone', () => {
    const at = (knock: (typeof knocks)[number], type: 'call' | 'put', strike: number, barrier: number) =>
      barrierPrice(knock, type, 100, strike, barrier, 0, 0.1, 0.04, 0.01, 0.2, 1);
    const european = (type: 'call' | 'put', strike: number) =>
      generalisedBlackScholesPrice(type, 100, strike, 0.1, 0.04, 0.01, 0.2);
    const cash = (type: 'call' | 'put', strike: number) =>
      digitalPrice(type, 'cash', 100, strike, 0.1, 0.04, 0.01, 0.2);
    expect(at('down-and-out', 'call', 100, 95)).toBeCloseTo(european('call', 100), 13);
    expect(at('down-and-out', 'call', 92, 95)).toBeCloseTo(european('call', 95) + 3 * cash('call', 95), 13);
    expect(at('up-and-out', 'call', 98, 104)).toBeCloseTo(
      european('call', 98) - european('call', 104) - 6 * cash('call', 104),
      13,
    );
    expect(at('down-and-out', 'put', 94, 95)).toBe(0);
    expect(at('up-and-out', 'put', 110, 104)).toBeCloseTo(european('put', 104) + 6 * cash('put', 104), 12);
  });
});
