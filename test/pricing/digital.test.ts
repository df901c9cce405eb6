import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bachelierPrice } from '../../src/contracts/bachelier.ts';
import {
  bachelierDigitalDelta,
  bachelierDigitalGamma,
  bachelierDigitalPrice,
  bachelierDigitalVega,
  digitalDelta,
  digitalGamma,
  digitalPrice,
  digitalVega,
  gapPrice,
} from '../../src/contracts/digital.ts';
import { generalisedBlackScholesPrice } from '../../src/contracts/generalised-black-scholes.ts';
import { anyType, optionTypes, ordinaryTerms, sameCases } from './option-terms.ts';

const payments = ['cash', 'asset'] as const;

describe('digitalPrice', () => {
  it('gives the published values', () => {
    // Haug, Option Pricing Formulas (1998), pages 88 to 90; digits and greeks from QuantLib 1.29, AnalyticEuropeanEngine.
    expect(10 * digitalPrice('put', 'cash', 100, 80, 0.75, 0.06, 0.06, 0.35)).toBeCloseTo(2.671045684461348, 13);
    expect(10 * digitalDelta('put', 'cash', 100, 80, 0.75, 0.06, 0.06, 0.35)).toBeCloseTo(-0.10605943654624171, 14);
    expect(10 * digitalGamma('put', 'cash', 100, 80, 0.75, 0.06, 0.06, 0.35)).toBeCloseTo(0.0031062405102210006, 15);
    expect(10 * digitalVega('put', 'cash', 100, 80, 0.75, 0.06, 0.06, 0.35)).toBeCloseTo(8.153881339330123, 12);
    expect(digitalPrice('put', 'asset', 70, 65, 0.5, 0.07, 0.05, 0.27)).toBeCloseTo(20.206947298368537, 12);
    expect(digitalDelta('put', 'asset', 70, 65, 0.5, 0.07, 0.05, 0.27)).toBeCloseTo(-1.476626473843302, 13);
    expect(digitalGamma('put', 'asset', 70, 65, 0.5, 0.07, 0.05, 0.27)).toBeCloseTo(0.045582215538237, 13);
    expect(digitalVega('put', 'asset', 70, 65, 0.5, 0.07, 0.05, 0.27)).toBeCloseTo(30.152635578543766, 11);
    expect(gapPrice('call', 50, 50, 57, 0.5, 0.09, 0, 0.2)).toBeCloseTo(-0.005252489258789052, 13);
  });

  it('makes up the bond, the underlying and the vanilla option', () => {
    fc.assert(
      fc.property(ordinaryTerms, ({ spot, strike, years, rate, dividendYield, vol }) => {
        const [cashCall, cashPut, assetCall, assetPut] = payments.flatMap((pays) =>
          optionTypes.map((type) => digitalPrice(type, pays, spot, strike, years, rate, dividendYield, vol)),
        );
        const slack = 1e-13 * (spot + strike);
        expect(Math.abs(cashCall + cashPut - Math.exp(-rate * years))).toBeLessThan(1e-14);
        expect(Math.abs(assetCall + assetPut - spot * Math.exp(-dividendYield * years))).toBeLessThan(slack);
        const call = generalisedBlackScholesPrice('call', spot, strike, years, rate, dividendYield, vol);
        expect(Math.abs(assetCall - strike * cashCall - call)).toBeLessThan(slack);
        expect(Math.abs(gapPrice('call', spot, strike, strike, years, rate, dividendYield, vol) - call)).toBeLessThan(
          slack,
        );
      }),
      sameCases,
    );
  });

  it('has greeks that are the differences of the price, in both models', () => {
    fc.assert(
      fc.property(
        anyType,
        fc.constantFrom(...payments),
        fc.boolean(),
        ordinaryTerms,
        (type, pays, lognormal, { spot, strike, years, rate, dividendYield, vol }) => {
          const unit = lognormal ? 1 : spot;
          const price = lognormal ? digitalPrice : bachelierDigitalPrice;
          const at = (s: number, v: number) => price(type, pays, s, strike, years, rate, dividendYield, v);
          const sigma = vol * unit;
          const deviation = vol * Math.sqrt(years);
          const h = 1e-3 * spot * Math.min(deviation, 1);
          const exact = ([digitalDelta, digitalGamma, digitalVega] as const).map((greek, i) =>
            (lognormal ? greek : [bachelierDigitalDelta, bachelierDigitalGamma, bachelierDigitalVega][i])(
              type,
              pays,
              spot,
              strike,
              years,
              rate,
              dividendYield,
              sigma,
            ),
          );
          // A digital pays up to 1 of money, or up to the larger of spot and strike.
          const size = pays === 'cash' ? 1 : Math.max(spot, strike);
          const move = spot * Math.min(deviation, 1);
          const delta = (at(spot + h, sigma) - at(spot - h, sigma)) / (2 * h);
          expect((Math.abs(exact[0] - delta) * move) / size).toBeLessThan(1e-5);
          const gamma = (at(spot + h, sigma) - 2 * at(spot, sigma) + at(spot - h, sigma)) / (h * h);
          expect((Math.abs(exact[1] - gamma) * move * move) / size).toBeLessThan(1e-5);
          const v = 1e-4 * sigma;
          const vega = (at(spot, sigma + v) - at(spot, sigma - v)) / (2 * v);
          expect((Math.abs(exact[2] - vega) * sigma) / size).toBeLessThan(1e-5);
        },
      ),
      sameCases,
    );
  });

  it('steps at the strike at expiry, with the middle on it', () => {
    for (const price of [digitalPrice, bachelierDigitalPrice]) {
      const prices = [99, 100, 101].map((spot) => price('call', 'cash', spot, 100, 0, 0.05, 0.02, 0.2));
      expect(prices).toEqual([0, 0.5, 1]);
      expect([99, 101].map((spot) => price('put', 'asset', spot, 100, 0, 0.05, 0.02, 0.2))).toEqual([99, 0]);
    }
    for (const delta of [digitalDelta, bachelierDigitalDelta]) {
      expect([99, 100, 101].map((spot) => delta('call', 'cash', spot, 100, 0, 0.05, 0.02, 0.2))).toEqual([
        0,
        Number.POSITIVE_INFINITY,
        0,
      ]);
    }
    for (const greek of [digitalGamma, digitalVega, bachelierDigitalGamma, bachelierDigitalVega]) {
      for (const pays of payments) expect(greek('put', pays, 99, 100, 0, 0.05, 0.02, 0.2)).toBe(0);
    }
  });
});

describe('exactly at the forward, without time or volatility', () => {
  const forward = { spot: 100, rate: 0.03, dividendYield: 0.03 };
  const figure = (
    greek: typeof digitalGamma,
    type: 'call' | 'put',
    pays: 'cash' | 'asset',
    years: number,
    vol: number,
  ) => greek(type, pays, forward.spot, 100, years, forward.rate, forward.dividendYield, vol);
  const lognormal = [digitalGamma, digitalVega];
  const normal = [bachelierDigitalGamma, bachelierDigitalVega];

  it.each([...lognormal, ...normal])('%o has the limit of a small volatility', (greek) => {
    const small = normal.includes(greek) ? 1e-5 : 1e-7;
    for (const type of optionTypes) {
      for (const pays of payments) {
        const near = figure(greek, type, pays, 0.5, small);
        expectLimit(figure(greek, type, pays, 0.5, 0), near, figure(greek, type, pays, 0.5, small / 100));
      }
    }
  });

  it.each([...lognormal, ...normal])('%o has the limit of little time', (greek) => {
    const vol = normal.includes(greek) ? 20 : 0.2;
    for (const type of optionTypes) {
      for (const pays of payments) {
        const near = figure(greek, type, pays, 1e-14, vol);
        expectLimit(figure(greek, type, pays, 0, vol), near, figure(greek, type, pays, 1e-18, vol));
      }
    }
  });

  /** What grows a hundredfold as the deviation shrinks to a hundredth is infinite; what stays is the limit. */
  function expectLimit(limit: number, near: number, nearer: number): void {
    if (Math.abs(nearer) > 10 * Math.abs(near)) expect(limit).toBe(near * Number.POSITIVE_INFINITY);
    else expect(Math.abs(limit - nearer)).toBeLessThan(1e-5);
  }
});

describe('bachelierDigitalPrice', () => {
  it('is the slope of the vanilla price in the strike, and with it the asset digital', () => {
    for (const strike of [-40, -5, 0, 12]) {
      const call = (k: number) => bachelierPrice('call', -4, k, 0.3, 0.03, 0.01, 25);
      const cash = bachelierDigitalPrice('call', 'cash', -4, strike, 0.3, 0.03, 0.01, 25);
      expect((call(strike - 1e-4) - call(strike + 1e-4)) / 2e-4).toBeCloseTo(cash, 8);
      const asset = bachelierDigitalPrice('call', 'asset', -4, strike, 0.3, 0.03, 0.01, 25);
      expect(asset - strike * cash).toBeCloseTo(call(strike), 12);
    }
  });
});
