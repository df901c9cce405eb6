import { describe, expect, it } from 'vitest';
import { mean, populationVariance, standardDeviation } from '../../src/math/moments.ts';
import { quantile, sortedQuantile } from '../../src/math/quantile.ts';

describe('quantile', () => {
  it('interpolates between order statistics and leaves the sample as it was', () => {
    const values = Float64Array.of(4, 1, 3, 2);
    expect(quantile(values, 0)).toBe(1);
    expect(quantile(values, 0.5)).toBe(2.5);
    expect(quantile(values, 0.1)).toBeCloseTo(1.3, 15);
    expect(quantile(values, 1)).toBe(4);
    expect(values).toEqual(Float64Array.of(4, 1, 3, 2));
    expect(quantile([7], 0.3)).toBe(7);
  });

  it('refuses an empty sample and what is no probability', () => {
    expect(() => quantile([], 0.5)).toThrow('empty');
    expect(() => quantile([1], 1.5)).toThrow('p is 1.5');
    expect(() => quantile([1], Number.NaN)).toThrow(RangeError);
  });
});

describe('sortedQuantile', () => {
  it('is the quantile of sorted values, and NaN of none', () => {
    expect(sortedQuantile([1, 2, 3, 4], 0.1)).toBe(quantile([4, 2, 3, 1], 0.1));
    expect(sortedQuantile([], 0.5)).toBeNaN();
  });
});

describe('moments', () => {
  it('take the sample as the whole distribution', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9];
    expect(mean(values)).toBe(5);
    expect(populationVariance(values)).toBe(4);
    expect(standardDeviation(values)).toBe(2);
  });

  it('keep small deviations from a large mean', () => {
    expect(populationVariance([1e9, 1e9 + 1, 1e9 + 2])).toBeCloseTo(2 / 3, 12);
  });

  it('refuse an empty sample', () => {
    expect(() => mean([])).toThrow(RangeError);
  });
});
