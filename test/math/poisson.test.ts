import { describe, expect, it } from 'vitest';
import { poissonDistribution } from '../../src/math/poisson.ts';

describe('poissonDistribution', () => {
  // SciPy: scipy.stats.poisson.cdf.
  it.each([
    { mean: 0.5, first: [0.6065306597126334, 0.9097959895689501, 0.9856123220330293, 0.9982483774437095] },
    { mean: 3, first: [0.04978706836786395, 0.1991482734714558, 0.42319008112684364, 0.6472318887822313] },
  ])('gives the distribution function of mean $mean', ({ mean, first }) => {
    const values = poissonDistribution(mean);
    first.forEach((value, i) => {
      expect(values[i]).toBeCloseTo(value, 14);
    });
    expect(1 - values[values.length - 1]).toBeLessThan(2 ** -32);
  });

  it('rises to 1 and keeps the mean', () => {
    for (const mean of [0.001, 1, 40, 500]) {
      const values = poissonDistribution(mean);
      expect(values.every((value, i) => i === 0 || value >= values[i - 1])).toBe(true);
      // E[N] is the sum of P(N > n).
      expect(values.reduce((sum, value) => sum + 1 - value, 0)).toBeCloseTo(mean, 7);
    }
  });

  it('has one entry or none for no events', () => {
    expect([...poissonDistribution(0)].every((value) => value === 1)).toBe(true);
  });

  it('refuses means out of range', () => {
    for (const mean of [-1, 501, Number.NaN]) expect(() => poissonDistribution(mean)).toThrow(RangeError);
  });
});
