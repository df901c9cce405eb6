import { describe, expect, it } from 'vitest';
import { dailyLogReturns } from '../../src/simulate/daily-returns.ts';
import { autocorrelation, returnFigures } from '../../src/simulate/return-figures.ts';
import { InputError } from '../../src/support/input-error.ts';
import { logReturnsOf, sp500Close } from './sp500-close.ts';

describe('returnFigures', () => {
  // NumPy 1.24 and scipy.stats.skew, kurtosis (SciPy 1.10.1) on data/sp500.csv.
  it('gives the figures of NumPy and SciPy', () => {
    const figures = returnFigures(logReturnsOf(sp500Close()));
    const expected = {
      volAnnual: 0.199203087987,
      skewness: -0.367986874601,
      excessKurtosis: 11.236517166408,
      squaresLag1: 0.327043495483,
      squaresLag5: 0.332614054566,
      squaresLag21: 0.167787778422,
    };
    for (const [name, value] of Object.entries(expected)) {
      expect(figures[name as keyof typeof figures], name).toBeCloseTo(value, 10);
    }
  });

  it('has no autocorrelation of values that do not vary', () => {
    expect(autocorrelation(new Float64Array(10).fill(3), 1)).toBe(0);
    expect(autocorrelation(Float64Array.of(1, -1, 1, -1), 1)).toBeCloseTo(-0.75, 14);
  });
});

describe('dailyLogReturns', () => {
  const close = Float64Array.from({ length: 300 }, (_, t) => 100 + Math.sin(t));

  it('leaves out days with a missing close at either end', () => {
    const gaps = close.slice();
    gaps[0] = Number.NaN;
    gaps[100] = Number.NaN;
    const returns = dailyLogReturns({ close: gaps }, 'GBM');
    expect(returns).toHaveLength(299 - 3);
    expect(returns[0]).toBe(Math.log(close[2] / close[1]));
    expect(returns[98]).toBe(Math.log(close[102] / close[101]));
  });

  it.each<[string, (close: Float64Array) => Float64Array, string]>([
    ['too few days', (all) => all.subarray(0, 250), 'only 249 days have a close at both ends: expected at least 250'],
    ['constant prices', (all) => all.map(() => 5), 'the close is 5 on all 299 days: expected prices that move'],
    ['a negative price', (all) => all.map((value, t) => (t === 9 ? -36.98 : value)), 'close -36.98 in row 10 of 300'],
    ['a price of 0', (all) => all.map((value, t) => (t === 9 ? 0 : value)), 'Bachelier market is the one for prices'],
    ['an infinite price', (all) => all.map((value, t) => (t === 9 ? Infinity : value)), 'close Infinity'],
    ['nothing', () => new Float64Array(), 'only 0 days'],
  ])('refuses %s', (_, change, message) => {
    expect(() => dailyLogReturns({ close: change(close) }, 'GBM')).toThrow(InputError);
    expect(() => dailyLogReturns({ close: change(close) }, 'GBM')).toThrow(message);
  });
});
