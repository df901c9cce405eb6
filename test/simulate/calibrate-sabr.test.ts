import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { haganVol } from '../../src/contracts/hagan.ts';
import { calibrateSabr, calibrateSabrByExpiry } from '../../src/simulate/calibrate-sabr.ts';
import type { ImpliedVolQuote } from '../../src/simulate/implied-vol-quotes.ts';
import { InputError } from '../../src/support/input-error.ts';

interface Truth {
  readonly volAnnual: number;
  readonly beta: number;
  readonly correlation: number;
  readonly volOfVol: number;
}

/** Hagan's volatilities at strikes up to 1.5 standard deviations away. */
function quotesOf({ volAnnual, ...shape }: Truth, expiries: readonly number[]): ImpliedVolQuote[] {
  return expiries.flatMap((years) =>
    [-1.5, -0.75, -0.3, 0, 0.3, 0.75, 1.5].map((deviations) => {
      const moneyness = Math.exp(deviations * volAnnual * Math.sqrt(years));
      return { years, moneyness, impliedVol: haganVol(1, moneyness, years, volAnnual, shape) };
    }),
  );
}

const truths = fc.record({
  volAnnual: fc.double({ min: 0.08, max: 0.6, noNaN: true }),
  beta: fc.constantFrom(0, 0.5, 1),
  correlation: fc.double({ min: -0.9, max: 0.9, noNaN: true }),
  volOfVol: fc.double({ min: 0.15, max: 1.2, noNaN: true }),
});

describe('calibrateSabr', () => {
  it.each([[[0.25]], [[0.1, 0.5]]])('finds the parameters behind its own volatilities of expiries %j', (expiries) => {
    fc.assert(
      fc.property(truths, (truth) => {
        const { parameters, fit } = calibrateSabr(quotesOf(truth, expiries), { beta: truth.beta });
        expect(parameters.volAnnual / truth.volAnnual).toBeCloseTo(1, 6);
        expect(parameters.correlation).toBeCloseTo(truth.correlation, 6);
        expect(parameters.volOfVol / truth.volOfVol).toBeCloseTo(1, 6);
        expect(fit.rmseVolPoints).toBeLessThan(1e-5);
      }),
      { seed: 3, numRuns: 25 },
    );
  });

  it('warns where the market is no martingale', () => {
    const warningsOf = (beta: number, correlation: number) =>
      calibrateSabr(quotesOf({ volAnnual: 0.2, beta, correlation, volOfVol: 0.6 }, [0.5]), { beta }).fit.warnings;
    expect(warningsOf(1, 0.4).join(' ')).toMatch(/no martingale/);
    expect(warningsOf(1, -0.4)).toEqual([]);
    expect(warningsOf(0.5, 0.4)).toEqual([]);
  });

  it('gives the market of its parameters', () => {
    const truth = { volAnnual: 0.2, beta: 1, correlation: -0.4, volOfVol: 0.6 };
    const { market, parameters } = calibrateSabr(quotesOf(truth, [0.5]), { daysPerYear: 250 });
    expect(market.name).toBe('sabr');
    expect(market.daysPerYear).toBe(250);
    expect(market.toJSON()).toMatchObject({ ...parameters });
  });

  it('weighs: a quote of no weight changes nothing, and is judged nevertheless', () => {
    const truth = { volAnnual: 0.2, beta: 1, correlation: -0.4, volOfVol: 0.6 };
    const clean = quotesOf(truth, [0.5]);
    const wrong = { years: 0.5, moneyness: 1.05, impliedVol: 0.4, weight: 0 };
    const { parameters, fit } = calibrateSabr([...clean, wrong]);
    expect(parameters.volAnnual).toBeCloseTo(0.2, 6);
    expect(fit.quotes[fit.quotes.length - 1].errorVolPoints).toBeLessThan(-15);
  });

  it('pulls a joint fit to the quotes that weigh more', () => {
    const quotes = (weight: number) => [
      ...quotesOf({ volAnnual: 0.2, beta: 1, correlation: -0.3, volOfVol: 0.5 }, [0.1]).map((q) => ({ ...q, weight })),
      ...quotesOf({ volAnnual: 0.24, beta: 1, correlation: -0.3, volOfVol: 0.5 }, [0.5]),
    ];
    const even = calibrateSabr(quotes(1)).parameters.volAnnual;
    expect(even).toBeGreaterThan(0.205);
    expect(even).toBeLessThan(0.23);
    expect(calibrateSabr(quotes(100)).parameters.volAnnual).toBeLessThan(0.202);
  });

  it('fits each expiry by itself', () => {
    const quotes = [
      ...quotesOf({ volAnnual: 0.24, beta: 1, correlation: -0.3, volOfVol: 0.5 }, [0.5]),
      ...quotesOf({ volAnnual: 0.2, beta: 1, correlation: -0.6, volOfVol: 0.9 }, [0.1]),
    ];
    const fits = calibrateSabrByExpiry(quotes);
    expect(fits.map(({ years }) => years)).toEqual([0.1, 0.5]);
    expect(fits[0].parameters.correlation).toBeCloseTo(-0.6, 6);
    expect(fits[1].parameters.volAnnual).toBeCloseTo(0.24, 6);
  });

  it('says what is missing or wrong', () => {
    const quotes = quotesOf({ volAnnual: 0.2, beta: 1, correlation: -0.4, volOfVol: 0.6 }, [0.5]);
    expect(() => calibrateSabr(quotes.slice(0, 2))).toThrow(InputError);
    expect(() => calibrateSabr(quotes.slice(0, 2))).toThrow('3 or more');
    expect(() => calibrateSabr(quotes, { beta: 1.5 })).toThrow('beta is 1.5');
    const torn = [...quotes, ...quotesOf({ volAnnual: 0.5, beta: 1, correlation: 0.6, volOfVol: 0.6 }, [1])];
    expect(() => calibrateSabr(torn)).toThrow(/misses the quotes by/);
    expect(() => calibrateSabr(torn, { limitVolPoints: 50 })).not.toThrow();
  });
});
