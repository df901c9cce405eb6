import { describe, expect, it } from 'vitest';
import { bootstrapBlockLength } from '../../src/math/block-length.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { logReturnsOf, sp500Close } from '../simulate/sp500-close.ts';

describe('bootstrapBlockLength', () => {
  // Figures of an implementation of the paper in NumPy 1.24, written independently of this one.
  it('gives the figures of an independent computation', () => {
    const returns = logReturnsOf(sp500Close());
    expect(bootstrapBlockLength(returns)).toBeCloseTo(7.605526564079, 9);
    expect(bootstrapBlockLength(returns.map((value) => value * value))).toBeCloseTo(121.986614242159, 8);
    expect(bootstrapBlockLength(returns.map(Math.abs))).toBeCloseTo(139.310638820142, 8);
    const chirp = Float64Array.from({ length: 200 }, (_, t) => Math.sin(t * t * 0.1));
    expect(bootstrapBlockLength(chirp)).toBeCloseTo(1.382387607377, 9);
  });

  // For an AR(1) the paper's limit is b = (2ρ / (1 − ρ²))^(2/3) n^(1/3): G = 2ρ/(1−ρ)² R(0), g(0) = (1+ρ)/(1−ρ) R(0).
  it.each([0.5, 0.8])('finds the best length of an AR(1) of slope %f', (slope) => {
    const stream = createRandomStream(3, 'block length', slope);
    const values = new Float64Array(40_000);
    for (let t = 1; t < values.length; t++) values[t] = slope * values[t - 1] + stream.normal();
    const expected = ((2 * slope) / (1 - slope * slope)) ** (2 / 3) * Math.cbrt(values.length);
    expect(Math.abs(bootstrapBlockLength(values) / expected - 1)).toBeLessThan(0.15);
  });

  it('gives short blocks where there is no dependence, and single rows where nothing varies', () => {
    const stream = createRandomStream(4, 'block length');
    expect(bootstrapBlockLength(Float64Array.from({ length: 5000 }, () => stream.normal()))).toBeLessThan(8);
    expect(bootstrapBlockLength(new Float64Array(100).fill(2))).toBe(1);
  });

  it('stays below 3 √n and n/3', () => {
    expect(bootstrapBlockLength(Float64Array.from({ length: 400 }, (_, t) => t))).toBeLessThanOrEqual(60);
    expect(bootstrapBlockLength(Float64Array.from({ length: 30 }, (_, t) => t))).toBeLessThanOrEqual(10);
  });

  it('refuses a handful of values', () => {
    expect(() => bootstrapBlockLength(new Float64Array(19))).toThrow('values has 19 rows');
  });
});
