import { describe, expect, it } from 'vitest';
import { generalisedBlackScholesPrice } from '../../src/contracts/generalised-black-scholes.ts';
import {
  expectedSquaredReturns,
  expectedSquaredReturnsVega,
  replicatedVariance,
  stripVariance,
  varianceSwapValue,
  varianceSwapVega,
} from '../../src/contracts/variance-swap.ts';
import { createRandomStream } from '../../src/math/random.ts';

describe('expectedSquaredReturns', () => {
  it('is the mean of simulated returns', () => {
    const [years, rate, vol, fixings] = [0.5, 0.3, 0.4, 2];
    const random = createRandomStream(5, 'variance swap');
    const step = years / fixings;
    const draws = 200_000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < draws; i++) {
      let realised = 0;
      for (let k = 0; k < fixings; k++) {
        realised += ((rate - 0.5 * vol * vol) * step + vol * Math.sqrt(step) * random.normal()) ** 2;
      }
      sum += realised;
      squares += realised * realised;
    }
    const mean = sum / draws;
    const standardError = Math.sqrt((squares / draws - mean * mean) / draws);
    const expected = expectedSquaredReturns(years, rate, 0, vol, fixings);
    expect(Math.abs(mean - expected)).toBeLessThan(3 * standardError);
    // The drift's part is far outside of that.
    expect(expected - expectedSquaredReturns(years, rate, 0, vol)).toBeGreaterThan(6 * standardError);
  });

  it('has its slope in volatility', () => {
    for (const fixings of [1, 10, Number.POSITIVE_INFINITY]) {
      const at = (vol: number) => expectedSquaredReturns(0.7, 0.05, 0.01, vol, fixings);
      const slope = (at(0.25 + 1e-5) - at(0.25 - 1e-5)) / 2e-5;
      expect(expectedSquaredReturnsVega(0.7, 0.05, 0.01, 0.25, fixings)).toBeCloseTo(slope, 9);
    }
  });
});

describe('varianceSwapValue', () => {
  it('adds what was realised to what is expected', () => {
    expect(varianceSwapValue(1000, 0.2, 0, expectedSquaredReturns(1, 0.05, 0, 0.2), 1, 1, 0.05)).toBeCloseTo(0, 13);
    expect(varianceSwapValue(1000, 0.2, 0.03, 0.02, 1, 0.5, 0.04)).toBeCloseTo(10 * Math.exp(-0.02), 12);
    expect(varianceSwapValue(1000, 0.2, 0.05, 0, 1, 0, 0.04)).toBeCloseTo(10, 12);
    const at = (vol: number) =>
      varianceSwapValue(1000, 0.2, 0.03, expectedSquaredReturns(0.5, 0.04, 0, vol, 20), 1, 0.5, 0.04);
    expect(varianceSwapVega(1000, 1, 0.5, 0.04, 0, 0.3, 20)).toBeCloseTo((at(0.3001) - at(0.2999)) / 2e-4, 6);
  });
});

describe('replicatedVariance', () => {
  it('is the variance itself when volatility is the same at every strike', () => {
    for (const vol of [0.01, 0.2, 1]) {
      for (const years of [1 / 252, 0.25, 2]) {
        expect(replicatedVariance(120, years, () => vol) / vol ** 2).toBeCloseTo(1, 8);
      }
    }
  });

  it('is near Demeterfi, Derman, Kamal and Zou’s approximation for a skew linear in the strike', () => {
    // Their equation 33 (1999): σ₀² (1 + 3 τ b²) for σ(K) = σ₀ − b (K − F) / F; to higher order in b it differs.
    const skew = (b: number) => replicatedVariance(100, 0.25, (strike) => Math.max(0.2 - b * (strike / 100 - 1), 0.01));
    expect(skew(0.05) / 0.04).toBeCloseTo(1 + 3 * 0.25 * 0.05 ** 2, 4);
    expect(skew(0.2) / 0.04).toBeCloseTo(1 + 3 * 0.25 * 0.2 ** 2, 2);
  });

  it('refuses volatilities without a fair variance', () => {
    expect(() => replicatedVariance(100, 1, (strike) => 0.2 * (1 + Math.abs(Math.log(strike / 100)) * 5))).toThrow(
      RangeError,
    );
    expect(() => replicatedVariance(100, 0, () => 0.2)).toThrow('expected years and implied volatility above 0');
  });
});

describe('stripVariance', () => {
  const years = 0.246575;
  const vol = (strike: number) => 0.2 - ((strike - 100) / 5) * 0.01;
  const option = (type: 'call' | 'put', strike: number) => ({
    strike,
    price: generalisedBlackScholesPrice(type, 100, strike, years, 0.05, 0, vol(strike)),
  });
  const strikes = (from: number, to: number) =>
    Array.from({ length: Math.abs(to - from) / 5 + 1 }, (_, i) => from + 5 * i * Math.sign(to - from));
  const forward = 100 * Math.exp(0.05 * years);

  it('gives the published fair variance', () => {
    // Demeterfi, Derman, Kamal and Zou (1999), table 1: strikes 50 to 135 by 5, fair variance 0.04189 = 20.467 %².
    const puts = strikes(100, 45).map((strike) => option('put', strike));
    const calls = strikes(100, 140).map((strike) => option('call', strike));
    expect(stripVariance(forward, years, 0.05, puts, calls)).toBeCloseTo(0.04189, 5);
  });

  it('tends to the integral as strikes fill up', () => {
    const dense = (type: 'call' | 'put', from: number, to: number) =>
      Array.from({ length: 2001 }, (_, i) => {
        const strike = from + ((to - from) * i) / 2000;
        return { strike, price: generalisedBlackScholesPrice(type, 100, strike, years, 0.05, 0, 0.2) };
      });
    const variance = stripVariance(forward, years, 0.05, dense('put', 100, 40), dense('call', 100, 220));
    expect(variance).toBeCloseTo(0.04, 6);
  });

  it('refuses strips without a boundary, or out of order', () => {
    const call = option('call', 100);
    expect(() => stripVariance(forward, years, 0.05, [], [call])).toThrow('expected both at the boundary');
    expect(() => stripVariance(forward, years, 0.05, [option('put', 95)], [call])).toThrow(RangeError);
    const rising = [option('put', 100), option('put', 105)];
    expect(() => stripVariance(forward, years, 0.05, rising, [call])).toThrow(
      'strike 105 follows 100: expected falling strikes',
    );
  });
});
