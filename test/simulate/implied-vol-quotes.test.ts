import { describe, expect, it } from 'vitest';
import { checkImpliedVolQuotes, type ImpliedVolQuote, volFit } from '../../src/simulate/implied-vol-quotes.ts';
import { InputError } from '../../src/support/input-error.ts';

const needs = { model: 'Heston', quotes: 5, expiries: 2, strikes: 3 };

function smile(years: number, vols: readonly number[]): ImpliedVolQuote[] {
  return vols.map((impliedVol, i) => ({ years, moneyness: 0.9 + 0.1 * i, impliedVol }));
}

const good = [...smile(0.1, [0.25, 0.2, 0.18]), ...smile(0.5, [0.23, 0.2, 0.18])];

function expectRefused(quotes: readonly ImpliedVolQuote[], message: string): void {
  expect(() => checkImpliedVolQuotes(quotes, needs)).toThrow(InputError);
  expect(() => checkImpliedVolQuotes(quotes, needs)).toThrow(message);
}

describe('checkImpliedVolQuotes', () => {
  it('accepts quotes without arbitrage', () => {
    expect(() => checkImpliedVolQuotes(good, needs)).not.toThrow();
  });

  it.each([
    ['years', { years: 0 }],
    ['moneyness', { moneyness: -1 }],
    ['moneyness is 90: expected strike over forward, such as 0.9', { moneyness: 90 }],
    ['impliedVol', { impliedVol: 0 }],
    ['impliedVol', { impliedVol: Number.NaN }],
    ['weight', { weight: -1 }],
  ])('refuses a bad %s and says which quote it is', (field, change) => {
    expectRefused(
      good.map((quote, i) => (i === 3 ? { ...quote, ...change } : quote)),
      `quote 4: ${field}`,
    );
  });

  it('refuses too few, and says how many are needed', () => {
    expectRefused(good.slice(0, 3), 'expected 2 expiries or more');
    expectRefused([good[0], good[1], good[3], good[4]], 'needs 3 or more');
    expectRefused([good[0], good[1], good[2], good[4]], 'needs 5 or more');
  });

  it('does not count quotes without weight', () => {
    const silent = good.map((quote) => ({ ...quote, weight: quote.years === 0.1 ? 0 : 1 }));
    expectRefused(silent, 'quotes of 1 expiry');
  });

  it('refuses two quotes of one strike', () => {
    expectRefused([...good, good[2]], 'quotes 3 and 7 are of the same strike and expiry');
  });

  it('refuses calls that rise with the strike', () => {
    expectRefused([...smile(0.1, [0.1, 1, 0.9]), ...good.slice(3)], 'arbitrage between strikes');
  });

  it('refuses calls that are not convex in the strike, but not by what rounding explains', () => {
    // At 2 weeks the straight line between the outer calls is above the middle one down to a volatility of 29 %.
    const bumped = (middle: number) => [...smile(0.04, [0.2, middle, 0.2]), ...smile(0.5, [0.3, 0.3, 0.3])];
    expectRefused(bumped(0.9), 'quotes 1, 2 and 3 leave an arbitrage between strikes');
    expect(() => checkImpliedVolQuotes(bumped(0.21), needs)).not.toThrow();
  });

  it('refuses total variance that falls with time, but not by what rounding explains', () => {
    expectRefused([...smile(0.1, [0.5, 0.45, 0.42]), ...smile(0.2, [0.25, 0.2, 0.18])], 'arbitrage between expiries');
    const flat = [...smile(0.1, [0.2, 0.2, 0.2]), ...smile(0.101, [0.1985, 0.1985, 0.1985])];
    expect(() => checkImpliedVolQuotes(flat, needs)).not.toThrow();
  });
});

describe('volFit', () => {
  const quotes = good.map((quote, i) => ({ ...quote, weight: i === 0 ? 3 : 1 }));
  const vols = quotes.map(({ impliedVol }, i) => impliedVol + [0.01, -0.005, 0, 0, 0, 0][i]);

  it('weighs errors, in volatility points', () => {
    const fit = volFit('Heston', quotes, vols, 2);
    expect(fit.rmseVolPoints).toBeCloseTo(Math.sqrt((3 * 1 + 0.25) / 8), 12);
    expect(fit.worstVolPoints).toBeCloseTo(1, 12);
    expect(fit.quotes[1]).toMatchObject({ impliedVol: 0.2, fittedVol: 0.195 });
    expect(fit.quotes[1].errorVolPoints).toBeCloseTo(-0.5, 12);
  });

  it('carries warnings on', () => {
    expect(volFit('Heston', quotes, vols, 2).warnings).toEqual([]);
    expect(volFit('Heston', quotes, vols, 2, ['loose.']).warnings).toEqual(['loose.']);
  });

  it('leaves quotes without weight out of the largest error', () => {
    const unweighted = quotes.map((quote, i) => ({ ...quote, weight: i === 0 ? 0 : 1 }));
    expect(volFit('Heston', unweighted, vols, 2).worstVolPoints).toBeCloseTo(0.5, 12);
  });

  it('refuses an error above the limit, or none at all', () => {
    expect(() => volFit('Heston', quotes, vols, 0.5)).toThrow(InputError);
    expect(() => volFit('Heston', quotes, vols, 0.5)).toThrow('the limit is 0.5');
    expect(() => volFit('Heston', quotes, [Number.NaN, ...vols.slice(1)], 2)).toThrow(InputError);
  });
});
