import { describe, expect, it } from 'vitest';
import { meanStandardError } from '../../src/math/mean-standard-error.ts';
import { mean, standardDeviation } from '../../src/math/moments.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { drawStationaryBootstrap } from '../../src/math/stationary-bootstrap.ts';

/** An autoregression of order 1 around 0. */
function drawAutoregression(rows: number, memory: number, seed = 5): Float64Array {
  const stream = createRandomStream(seed, 'autoregression');
  let value = 0;
  return Float64Array.from({ length: rows }, () => {
    value = memory * value + stream.normal();
    return value;
  });
}

describe('meanStandardError', () => {
  it('is that of the stationary bootstrap', () => {
    const values = drawAutoregression(60, 0.6);
    const stream = createRandomStream(2, 'draws');
    const rows = new Int32Array(values.length);
    const means = Float64Array.from({ length: 40_000 }, () => {
      drawStationaryBootstrap(rows, 7, stream);
      return mean(Float64Array.from(rows, (row) => values[row]));
    });
    // 40,000 draws know a standard deviation to 0.35 %.
    expect(meanStandardError(values, 7) / standardDeviation(means)).toBeCloseTo(1, 2);
  });

  it('is the plain one where blocks are single rows', () => {
    const values = drawAutoregression(100, 0.6);
    expect(meanStandardError(values, 1)).toBeCloseTo(standardDeviation(values) / 10, 14);
  });

  it('knows that values depend on each other', () => {
    // In the long run an autoregression of 0.5 has a mean twice as uncertain as independent draws of unit variance.
    const errors = Array.from({ length: 40 }, (_, seed) => meanStandardError(drawAutoregression(2000, 0.5, seed)));
    expect(mean(errors) * Math.sqrt(2000)).toBeGreaterThan(1.8);
    expect(mean(errors) * Math.sqrt(2000)).toBeLessThan(2.1);
  });

  it('is 0 for values that do not vary', () => {
    expect(meanStandardError(new Float64Array(50))).toBe(0);
    expect(meanStandardError(new Float64Array(50).fill(2), 50)).toBe(0);
  });

  it('refuses what has no standard error', () => {
    expect(() => meanStandardError(new Float64Array(19))).toThrow(/19 rows: expected at least 20/);
    expect(() => meanStandardError(new Float64Array(50), 0.5)).toThrow(RangeError);
    expect(() => meanStandardError(new Float64Array(), 5)).toThrow(RangeError);
  });
});
