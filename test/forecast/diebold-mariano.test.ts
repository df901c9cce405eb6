import { describe, expect, it } from 'vitest';
import { dieboldMariano } from '../../src/forecast/diebold-mariano.ts';

// Reference figures: dm.test of R's forecast package, power 2.
const square = (errors: number[]) => Float64Array.from(errors, (e) => e * e);
const loss1 = square([0.5, -1.2, 0.3, 0.8, -0.4, 1.1, -0.9, 0.2, 0.6, -0.7, 0.1, -0.3]);
const loss2 = square([0.4, -1, 0.5, 0.9, -0.2, 1.3, -0.8, 0.1, 0.9, -0.9, 0.2, -0.5]);

describe('dieboldMariano', () => {
  it.each([
    [1, -0.9899707598, 0.3434650707],
    [2, -1.018584222, 0.3302805651],
    [3, -1.281607224, 0.2263361311],
  ])('agrees with the reference at horizon %i', (horizon, statistic, pValue) => {
    const result = dieboldMariano(loss1, loss2, { horizon });
    expect(Math.abs(result.statistic - statistic)).toBeLessThan(1e-9);
    expect(Math.abs(result.pValue - pValue)).toBeLessThan(1e-9);
    expect(result).toMatchObject({ observations: 12, varianceEstimator: 'rectangular' });
  });

  it('changes sign, and nothing else, when the forecasts change places', () => {
    const forth = dieboldMariano(loss1, loss2, { horizon: 2 });
    const back = dieboldMariano(loss2, loss1, { horizon: 2 });
    expect(back.statistic).toBe(-forth.statistic);
    expect(back.pValue).toBe(forth.pValue);
  });

  it('falls back to Bartlett weights when the rectangular sum is not positive', () => {
    const zigzag = Float64Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 1.2 : -1));
    const result = dieboldMariano(zigzag, new Float64Array(40), { horizon: 2 });
    expect(result.varianceEstimator).toBe('bartlett');
    expect(result.statistic).toBeGreaterThan(0);
    expect(result.pValue).toBeGreaterThan(0);
  });

  it('leaves rows without a loss out', () => {
    const withGap = (loss: Float64Array) => Float64Array.of(Number.NaN, ...loss, 1);
    const second = withGap(loss2);
    second[second.length - 1] = Number.NaN;
    expect(dieboldMariano(withGap(loss1), second, { horizon: 3 })).toEqual(
      dieboldMariano(loss1, loss2, { horizon: 3 }),
    );
  });

  it('finds no difference between a forecast and itself', () => {
    expect(dieboldMariano(loss1, loss1, { horizon: 3 })).toMatchObject({ statistic: 0, pValue: 1 });
  });

  it('refuses too few rows and a horizon that is none', () => {
    expect(() => dieboldMariano(loss1, loss2, { horizon: 7 })).toThrow(/expected at least 14/);
    expect(() => dieboldMariano(loss1, loss2, { horizon: 0 })).toThrow(RangeError);
    expect(() => dieboldMariano(loss1, new Float64Array(3), { horizon: 1 })).toThrow(RangeError);
  });
});
