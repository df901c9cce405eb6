import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blackScholesPrice } from '../../src/contracts/black-scholes.ts';
import type { HestonOrBates } from '../../src/contracts/heston-parameters.ts';
import { hestonGreeks, hestonImpliedVols, hestonPrice, hestonPrices } from '../../src/contracts/heston-price.ts';
import type { Underlying } from '../../src/contracts/underlying.ts';
import { lewisPrice } from './lewis-price.ts';

/** v₀, κ, θ, σ, ρ, in the order of most papers. */
function heston(v: number, kappa: number, theta: number, sigma: number, rho: number): HestonOrBates {
  return {
    initialVariance: v,
    meanReversionAnnual: kappa,
    longRunVariance: theta,
    volOfVol: sigma,
    correlation: rho,
  };
}

function spotOn(rateAnnual: number, yieldAnnual: number): Underlying {
  return { kind: 'spot', model: 'black-scholes', rateAnnual, yieldAnnual };
}

const buehler = heston(0.04, 1, 0.04, 2, -0.7);
const fangOosterlee = heston(0.0175, 1.5768, 0.0398, 0.5751, -0.5711);
const upward = heston(0.09, 2, 0.06, 0.4, 0.3);
const steep = heston(0.01, 5, 0.09, 0.9, -0.9);
const crashes = { jumpsPerYear: 0.5, jumpMean: -0.1, jumpSd: 0.15 };
const flickers = { jumpsPerYear: 3, jumpMean: 0.02, jumpSd: 0.05 };

describe('hestonPrice', () => {
  it('gives 1.6918 at the money with the parameters of Buehler et al., "Deep hedging" (2019)', () => {
    expect(hestonPrice('call', 100, 100, 30 / 365, buehler)).toBeCloseTo(1.6918, 4);
  });

  it('gives the reference prices of Fang and Oosterlee (2008), §5.2', () => {
    // Their figure for one year, 5.785155450, is 2e-8 off: AnalyticHestonEngine of QuantLib 1.29 says 5.785155434376.
    expect(Math.abs(hestonPrice('call', 100, 100, 1, fangOosterlee) - 5.78515545)).toBeLessThan(2e-8);
    expect(hestonPrice('call', 100, 100, 1, fangOosterlee)).toBeCloseTo(5.785155434376186, 10);
    expect(hestonPrice('call', 100, 100, 10, fangOosterlee)).toBeCloseTo(22.31894579147459, 9);
  });

  it('gives the prices that A. Lewis computed with 50 digits (Wilmott forum, "Heston – reference prices", 2012)', () => {
    const lewis = heston(0.04, 4, 0.25, 1, -0.5);
    const strikes = [80, 90, 100, 110, 120];
    const puts = hestonPrices('put', 100, strikes, 1, lewis, spotOn(0.01, 0.02));
    const calls = hestonPrices('call', 100, strikes, 1, lewis, spotOn(0.01, 0.02));
    const published = [
      [7.95887811325677, 26.7747587439989],
      [12.0179667073463, 20.9333490005967],
      [17.0552709612701, 16.0701549170288],
      [23.0178258984428, 12.1322115167098],
      [29.8110262026825, 9.02491348345784],
    ];
    published.forEach(([put, call], i) => {
      expect(puts[i]).toBeCloseTo(put, 10);
      expect(calls[i]).toBeCloseTo(call, 10);
    });
  });

  it("gives Andersen's (2008) cases I to III of long expiries, as AnalyticHestonEngine of QuantLib 1.29 prices them", () => {
    const first = hestonPrices('call', 100, [60, 100, 140], 10, heston(0.04, 0.5, 0.04, 1, -0.9));
    [44.3299750701743, 13.084670136992372, 0.2957744357980401].forEach((price, i) => {
      // QuantLib's own error is some 1e-9 at the outer strikes.
      expect(first[i]).toBeCloseTo(price, 8);
    });
    expect(hestonPrice('call', 100, 100, 15, heston(0.04, 0.3, 0.04, 0.9, -0.5))).toBeCloseTo(16.649222920358646, 9);
    expect(hestonPrice('call', 100, 100, 5, heston(0.09, 1, 0.09, 1, -0.3))).toBeCloseTo(21.795287742473548, 9);
  });

  // From AnalyticHestonEngine of QuantLib 1.29 (relative tolerance 1e-13), rate 3 %, yield 1 %: days, strike, call.
  it.each([
    ['Buehler', buehler, 30, 90, 10.514046483887142],
    ['Buehler', buehler, 30, 110, 0.030910899797402136],
    ['Buehler', buehler, 365, 70, 31.94466856921423],
    ['Buehler', buehler, 1825, 140, 1.1315150333167914],
    ['Fang', fangOosterlee, 30, 110, 0.0030969448854540893],
    ['Fang', fangOosterlee, 365, 100, 6.896501362507237],
    ['upward', upward, 30, 90, 10.492673354362523],
    ['upward', upward, 365, 100, 11.296453898717708],
    ['upward', upward, 1825, 140, 13.582277166826255],
    ['steep', steep, 30, 110, 2.44102794493134e-5],
    ['steep', steep, 365, 70, 32.65725757659092],
    ['steep', steep, 1825, 140, 14.576194164743484],
  ])("agrees with QuantLib's Heston: %s", (_, parameters, days, strike, price) => {
    expect(hestonPrice('call', 100, strike, days / 365, parameters, spotOn(0.03, 0.01))).toBeCloseTo(price, 10);
  });

  // From BatesEngine of QuantLib 1.29, likewise.
  it.each([
    ['crashes', { ...fangOosterlee, ...crashes }, 30, 80, 20.172382940393135],
    ['crashes', { ...fangOosterlee, ...crashes }, 365, 120, 1.4202113646535537],
    ['crashes', { ...steep, ...crashes }, 30, 100, 2.0201797333055325],
    ['crashes', { ...steep, ...crashes }, 365, 80, 25.010718510270053],
    ['flickers', { ...fangOosterlee, ...flickers }, 30, 100, 1.8329558909494352],
    ['flickers', { ...steep, ...flickers }, 365, 120, 3.8518665056745327],
  ])("agrees with QuantLib's Bates: %s", (_, parameters, days, strike, price) => {
    expect(hestonPrice('call', 100, strike, days / 365, parameters, spotOn(0.03, 0.01))).toBeCloseTo(price, 10);
  });

  it('tends to Black and Scholes as the volatility of variance vanishes', () => {
    const flat = heston(0.04, 1.3, 0.04, 1e-7, -0.5);
    for (const strike of [70, 95, 100, 130]) {
      expect(hestonPrice('put', 100, strike, 0.7, flat)).toBeCloseTo(
        blackScholesPrice('put', 100, strike, 0.7, 0, 0.2),
        6,
      );
    }
  });

  it('pays off at expiry', () => {
    expect([...hestonPrices('put', 100, [90, 110], 0, buehler)]).toEqual([0, 10]);
  });

  it.each([
    ['volOfVol', { ...buehler, volOfVol: 0 }],
    ['correlation', { ...buehler, correlation: -1.1 }],
    ['initialVariance', { ...buehler, initialVariance: -0.01 }],
    ['longRunVariance', { ...buehler, initialVariance: 0, longRunVariance: 0 }],
    ['jumpSd', { ...buehler, jumpsPerYear: 1, jumpSd: Number.NaN }],
  ])('refuses a bad %s', (field, parameters) => {
    expect(() => hestonPrice('call', 100, 100, 1, parameters)).toThrow(RangeError);
    expect(() => hestonPrice('call', 100, 100, 1, parameters)).toThrow(field);
  });

  it('refuses bad strikes and years', () => {
    expect(() => hestonPrices('call', 100, [90, 0], 1, buehler)).toThrow('strike is 0');
    expect(() => hestonPrice('call', 100, 100, -1, buehler)).toThrow('years is -1');
    expect(() => hestonPrice('call', 0, 100, 1, buehler)).toThrow('spot is 0');
  });
});

/** Largest difference from the judge, over the forward. */
function worstError(parameters: HestonOrBates, years: number, strikes: readonly number[]): number {
  const errors = strikes.map((strike) => {
    const price = hestonPrice(strike > 100 ? 'call' : 'put', 100, strike, years, parameters);
    return Math.abs(price / 100 - lewisPrice(parameters, years, Math.log(strike / 100)));
  });
  return Math.max(...errors);
}

describe("hestonPrice beside Lewis's integral", () => {
  it("is judged by a quadrature that meets Lewis's own 50 digits", () => {
    const forward = 100 * Math.exp(-0.01);
    const found = lewisPrice(heston(0.04, 4, 0.25, 1, -0.5), 1, Math.log(120 / forward)) * forward * Math.exp(-0.01);
    expect(Math.abs(found - 9.02491348345784)).toBeLessThan(1e-12);
  });

  it.each([
    ['tails too heavy for e^−250 times the forward', heston(1e-4, 0.1, 0.2, 1, -0.9), 30, [50, 100, 400]],
    ['ρ = −1 at a high volatility of variance', heston(0.04, 1, 0.04, 2, -1), 2, [80, 100]],
    [
      'the same with jumps',
      { ...heston(0.04, 1, 0.04, 2, -1), jumpsPerYear: 1, jumpMean: -0.1, jumpSd: 0.15 },
      2,
      [100, 125],
    ],
    ['ρ = −0.95 at a volatility of variance of 4', heston(0.04, 1, 0.04, 4, -0.95), 2, [80, 100, 105]],
    ['a day to expiry at ρ = −1', heston(0.04, 1, 0.04, 2, -1), 1 / 252, [95, 100, 102]],
  ])('is exact to 1e-12 of the forward in a corner: %s', (_, parameters, years, strikes) => {
    expect(worstError(parameters, years, strikes)).toBeLessThan(2e-12);
  });

  it.each([
    ['no variance an hour before expiry, with jumps', { ...heston(0, 1, 0.04, 0.5, -0.7), ...crashes }, 1 / 8760],
    ['30 years at a volatility of variance of 3', heston(1e-3, 0.2, 0.05, 3, 0.99), 30],
    ['30 years at next to no mean reversion', heston(0.01, 0.05, 0.01, 1, -0.9), 30],
  ])('is exact to 5e-9 of the forward where the series is cut: %s', (_, parameters, years) => {
    expect(worstError(parameters, years, [100, 105])).toBeLessThan(5e-9);
  });

  it('is exact to 1e-11 of the forward in markets far beyond the usual, from days to 30 years', () => {
    const log = (min: number, max: number) =>
      fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map(Math.exp);
    const market = fc.record({
      initialVariance: log(1e-4, 1),
      meanReversionAnnual: log(0.1, 10),
      longRunVariance: log(0.001, 0.5),
      volOfVol: log(0.01, 2),
      correlation: fc.double({ min: -0.99, max: 0.99, noNaN: true }),
      jumpsPerYear: fc.oneof(fc.constant(0), log(0.1, 10)),
      jumpMean: fc.double({ min: -0.2, max: 0.1, noNaN: true }),
      jumpSd: fc.double({ min: 0, max: 0.2, noNaN: true }),
    });
    fc.assert(
      fc.property(market, log(0.02, 30), (parameters, years) => {
        expect(worstError(parameters, years, [80, 100, 110, 200])).toBeLessThan(1e-11);
      }),
      { seed: 9, numRuns: 60 },
    );
  });
});

/** Markets far beyond the usual, from minutes to years. */
const anyMarket = fc.record({
  initialVariance: fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1, noNaN: true })),
  meanReversionAnnual: fc.double({ min: 0.05, max: 10, noNaN: true }),
  longRunVariance: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
  volOfVol: fc.double({ min: 0.01, max: 3, noNaN: true }),
  correlation: fc.double({ min: -0.95, max: 0.95, noNaN: true }),
  jumpsPerYear: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 5, noNaN: true })),
  jumpMean: fc.double({ min: -0.3, max: 0.2, noNaN: true }),
  jumpSd: fc.double({ min: 0, max: 0.3, noNaN: true }),
});
const anyYears = fc.oneof(
  fc.double({ min: 1e-3, max: 0.1, noNaN: true }),
  fc.double({ min: 0.1, max: 5, noNaN: true }),
);

describe('properties of prices in any market', () => {
  const strikes = [50, 80, 95, 99, 100, 101, 105, 125, 200];

  it('stay within the bounds without arbitrage, fall with the strike and are convex in it', () => {
    fc.assert(
      fc.property(anyMarket, anyYears, (market, years) => {
        const calls = hestonPrices('call', 100, strikes, years, market);
        const rounding = 1e-8;
        calls.forEach((call, i) => {
          expect(call).toBeGreaterThanOrEqual(Math.max(100 - strikes[i], 0));
          expect(call).toBeLessThan(100);
          if (i === 0) return;
          const slope = (call - calls[i - 1]) / (strikes[i] - strikes[i - 1]);
          expect(slope).toBeLessThan(rounding);
          expect(slope).toBeGreaterThan(-1 - rounding);
          if (i === 1) return;
          const before = (calls[i - 1] - calls[i - 2]) / (strikes[i - 1] - strikes[i - 2]);
          expect(slope).toBeGreaterThan(before - rounding);
        });
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it('obey put–call parity', () => {
    fc.assert(
      fc.property(anyMarket, anyYears, (market, years) => {
        const on = spotOn(0.04, 0.015);
        const calls = hestonPrices('call', 100, strikes, years, market, on);
        const puts = hestonPrices('put', 100, strikes, years, market, on);
        strikes.forEach((strike, i) => {
          const parity = 100 * Math.exp(-0.015 * years) - strike * Math.exp(-0.04 * years);
          expect(Math.abs(calls[i] - puts[i] - parity)).toBeLessThan(1e-11);
        });
      }),
      { seed: 6, numRuns: 30 },
    );
  });

  it('are worth more the longer they have to go, at no rates', () => {
    fc.assert(
      fc.property(anyMarket, fc.double({ min: 0.01, max: 2, noNaN: true }), (market, years) => {
        const early = hestonPrices('call', 100, strikes, years, market);
        const late = hestonPrices('call', 100, strikes, 1.2 * years, market);
        late.forEach((price, i) => {
          expect(price).toBeGreaterThan(early[i] - 1e-8);
        });
      }),
      { seed: 7, numRuns: 30 },
    );
  });

  it('stay finite and within bounds from hours to expiry, at no variance, at a volatility of variance of 2', () => {
    for (const years of [1e-5, 1 / 8760, 1 / 365, 30 / 365]) {
      for (const initialVariance of [0, 1e-8, 1e-4, 0.04, 2]) {
        const prices = hestonPrices('put', 100, [60, 99, 100, 101, 160], years, { ...buehler, initialVariance });
        prices.forEach((price, i) => {
          expect(price).toBeGreaterThanOrEqual([0, 0, 0, 1, 60][i]);
          expect(price).toBeLessThan([60, 99, 100, 101, 160][i]);
        });
        expect(prices[2]).toBeGreaterThan(0);
        // By Jensen the price at the money is below that of the expected variance.
        const mean = 0.04 * years + (initialVariance - 0.04) * -Math.expm1(-years);
        expect(prices[2]).toBeLessThan(blackScholesPrice('put', 100, 100, 1, 0, Math.sqrt(mean)) + 1e-6);
      }
    }
  });
});

describe('hestonGreeks', () => {
  const on = spotOn(0.03, 0.01);

  it.each([
    ['Buehler', 'call', 95, 0.1, buehler],
    ['Fang', 'put', 100, 1, fangOosterlee],
    ['Bates', 'call', 120, 0.5, { ...upward, ...crashes }],
    ['Bates', 'put', 80, 0.25, { ...steep, ...flickers }],
  ] as const)('agrees with differences of the price: %s %s %d', (_, type, strike, years, parameters) => {
    const price = (change: { spot?: number; vol?: number; years?: number; rate?: number } = {}) => {
      const vol = Math.sqrt(parameters.initialVariance) + (change.vol ?? 0);
      return hestonPrice(
        type,
        100 + (change.spot ?? 0),
        strike,
        years + (change.years ?? 0),
        { ...parameters, initialVariance: vol * vol },
        spotOn(0.03 + (change.rate ?? 0), 0.01),
      );
    };
    /** Central differences at two widths, extrapolated: an error of the fourth order. */
    const slope = (at: (h: number) => number, h: number) => (8 * (at(h / 2) - at(-h / 2)) - (at(h) - at(-h))) / (6 * h);
    const curve = (at: (h: number) => number, h: number) =>
      (16 * (at(h / 2) + at(-h / 2) - 2 * at(0)) - (at(h) + at(-h) - 2 * at(0))) / (3 * h * h);
    const greeks = hestonGreeks(type, 100, strike, years, parameters, on);
    expect(greeks.price).toBeCloseTo(price(), 10);
    expect(greeks.delta).toBeCloseTo(
      slope((spot) => price({ spot }), 0.1),
      7,
    );
    expect(greeks.gamma).toBeCloseTo(
      curve((spot) => price({ spot }), 0.1),
      6,
    );
    const vega = slope((vol) => price({ vol }), 0.002);
    expect(greeks.vega).toBeCloseTo(vega, 5);
    expect(greeks.varianceVega).toBeCloseTo(vega / (2 * Math.sqrt(parameters.initialVariance)), 4);
    expect(greeks.volga).toBeCloseTo(
      curve((vol) => price({ vol }), 0.004),
      3,
    );
    expect(greeks.vanna).toBeCloseTo(
      slope((spot) => slope((vol) => price({ spot, vol }), 0.002), 0.2),
      4,
    );
    expect(greeks.theta).toBeCloseTo(-slope((years) => price({ years }), 1e-3), 4);
    expect(greeks.rho).toBeCloseTo(
      slope((rate) => price({ rate }), 1e-3),
      6,
    );
  });

  it('takes its limits far out of the money', () => {
    const call = hestonGreeks('call', 100, 1e6, 0.1, fangOosterlee);
    expect(call).toMatchObject({ price: 0, gamma: 0, vega: 0, vanna: 0, volga: 0 });
    expect(Math.abs(call.delta)).toBeLessThan(1e-10);
    expect(hestonGreeks('put', 100, 1e6, 0.1, fangOosterlee).delta).toBeCloseTo(-1, 10);
  });

  it('refuses no time to expiry', () => {
    expect(() => hestonGreeks('call', 100, 100, 0, buehler)).toThrow('years is 0');
  });
});

describe('hestonImpliedVols', () => {
  it('is the volatility at which Black and Scholes gives the price', () => {
    const logMoneyness = [-0.3, -0.05, 0, 0.05, 0.1];
    const vols = hestonImpliedVols(logMoneyness, 0.5, fangOosterlee);
    logMoneyness.forEach((at, i) => {
      const price = blackScholesPrice('call', 100, 100 * Math.exp(at), 0.5, 0, vols[i]);
      expect(price).toBeCloseTo(hestonPrice('call', 100, 100 * Math.exp(at), 0.5, fangOosterlee), 10);
    });
    expect(vols[0]).toBeGreaterThan(vols[2]);
  });

  it('is NaN where the price is all rounding', () => {
    expect(hestonImpliedVols([3], 0.01, fangOosterlee)[0]).toBeNaN();
  });
});
