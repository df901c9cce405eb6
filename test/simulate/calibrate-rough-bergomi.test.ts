import { describe, expect, it } from 'vitest';
import { calibrateRoughBergomi } from '../../src/simulate/calibrate-rough-bergomi.ts';
import { conditionalSmile } from '../../src/simulate/conditional-pricing.ts';
import type { ImpliedVolQuote } from '../../src/simulate/implied-vol-quotes.ts';
import { simulateRoughIntegrals } from '../../src/simulate/rough-integrals.ts';
import { InputError } from '../../src/support/input-error.ts';

const truth = { hurst: 0.1, volOfVol: 1.6, correlation: -0.7 };
const days = [5, 21, 42];

/** Quotes of the model, `forwardVols` up to each expiry, by paths of a seed. */
function quotesOf(forwardVols: readonly number[], paths: number, seed: number): ImpliedVolQuote[] {
  const curve = Float64Array.from({ length: 43 }, (_, day) => {
    const segment = days.findIndex((end) => day < end);
    return forwardVols[segment < 0 ? 2 : segment] ** 2;
  });
  const integrals = simulateRoughIntegrals({ ...truth, years: 1 / 252, forwardVariance: curve }, days, paths, seed);
  return days.flatMap((day, index) => {
    const smile = conditionalSmile(integrals[index], truth.correlation, day / 252);
    return [-1.2, -0.6, 0, 0.6, 1.2].map((deviations) => {
      const moneyness = Math.exp(deviations * 0.2 * Math.sqrt(day / 252));
      return { years: day / 252, moneyness, impliedVol: smile.impliedVol(moneyness) };
    });
  });
}

describe('calibrateRoughBergomi', () => {
  it('finds its parameters exactly from volatilities of the same shocks', () => {
    const { parameters, market, fit } = calibrateRoughBergomi(quotesOf([0.2, 0.2, 0.2], 512, 1), { paths: 512 });
    expect(parameters.hurst).toBeCloseTo(0.1, 4);
    expect(parameters.volOfVol).toBeCloseTo(1.6, 3);
    expect(parameters.correlation).toBeCloseTo(-0.7, 4);
    expect(Math.sqrt(parameters.forwardVariance as number)).toBeCloseTo(0.2, 5);
    expect(fit.rmseVolPoints).toBeLessThan(1e-3);
    expect(market.name).toBe('rough-bergomi');
    expect(fit.warnings).toEqual([]);
  });

  it('finds a forward curve', () => {
    const quotes = quotesOf([0.2, 0.25, 0.22], 512, 1);
    const { parameters } = calibrateRoughBergomi(quotes, { paths: 512, curve: 'by-expiry' });
    const curve = parameters.forwardVariance as readonly number[];
    expect(curve).toHaveLength(42);
    expect([4, 20, 41].map((day) => Math.sqrt(curve[day]))).toEqual([
      expect.closeTo(0.2, 3),
      expect.closeTo(0.25, 3),
      expect.closeTo(0.22, 3),
    ]);
  });

  it('finds them from volatilities of other shocks to within the noise of 2048 paths', () => {
    const { parameters, fit } = calibrateRoughBergomi(quotesOf([0.2, 0.2, 0.2], 32_768, 99), { paths: 2048 });
    expect(Math.abs(parameters.hurst - 0.1)).toBeLessThan(0.03);
    expect(Math.abs(parameters.volOfVol / 1.6 - 1)).toBeLessThan(0.1);
    expect(Math.abs(parameters.correlation + 0.7)).toBeLessThan(0.05);
    expect(Math.abs(Math.sqrt(parameters.forwardVariance as number) - 0.2)).toBeLessThan(0.003);
    expect(fit.rmseVolPoints).toBeLessThan(0.2);
  });

  it('says what is missing or wrong', () => {
    const quotes = quotesOf([0.2, 0.2, 0.2], 256, 1);
    expect(() => calibrateRoughBergomi(quotes.slice(0, 5))).toThrow(InputError);
    expect(() => calibrateRoughBergomi(quotes.slice(0, 5))).toThrow('2 expiries');
    const sameDay = quotes.slice(0, 5).flatMap((quote) => [quote, { ...quote, years: quote.years + 1e-4 }]);
    expect(() => calibrateRoughBergomi(sameDay)).toThrow('of one expiry, 5 days');
    expect(() => calibrateRoughBergomi(quotes, { paths: 255 })).toThrow('paths is 255');
    const torn = quotes.map((quote) => (quote.years > 0.1 ? { ...quote, impliedVol: 2 * quote.impliedVol } : quote));
    expect(() => calibrateRoughBergomi(torn, { paths: 256 })).toThrow(/misses the quotes by/);
  });
});
