import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { millsRatio } from '../../src/math/mills-ratio.ts';
import { normalCdf, normalPdf } from '../../src/math/normal.ts';

describe('millsRatio', () => {
  /** R(y) to 17 figures, by 50-digit arithmetic (mpmath 1.2). */
  it.each([
    [-20, 1.8112830158925917e87],
    [-3, 225.33489622034912],
    [-1, 3.4770518117036944],
    [-0.75, 2.5681717549665746],
    [-0.7, 2.4276278591711673],
    [-0.3, 1.6201656087067893],
    [0, 1.2533141373155003],
    [0.3, 1.0018374009921558],
    [0.68, 0.784137055528326],
    [1, 0.6556795424187984],
    [2.5, 0.35426511132979366],
    [4, 0.23665238291356067],
    [5.9, 0.1649915453003238],
    [6, 0.16237766089686745],
    [6.1, 0.15984352899782633],
    [10, 0.09902859647173193],
    [25, 0.039936304769535594],
    [39, 0.025624200777700307],
    [1000, 0.0009999990000029999],
  ])('at %d has a relative error below 8e-16', (y, expected) => {
    expect(Math.abs(millsRatio(y) / expected - 1)).toBeLessThan(8e-16);
  });

  it('is the tail over the density, falls, and obeys R(y) + R(−y) = 1/φ(y)', () => {
    const y = fc.double({ min: -30, max: 30, noNaN: true });
    fc.assert(
      fc.property(y, y, (a, b) => {
        expect(Math.abs((millsRatio(a) * normalPdf(a)) / normalCdf(-a) - 1)).toBeLessThan(3e-14);
        expect(Math.abs((millsRatio(a) + millsRatio(-a)) * normalPdf(a) - 1)).toBeLessThan(3e-14);
        expect(millsRatio(Math.max(a, b))).toBeLessThanOrEqual(millsRatio(Math.min(a, b)) * (1 + 1e-15));
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('reaches its limits', () => {
    expect(millsRatio(1e10) * 1e10).toBeCloseTo(1, 15);
    expect(millsRatio(Number.POSITIVE_INFINITY)).toBe(0);
    expect(millsRatio(-40)).toBe(Number.POSITIVE_INFINITY);
    expect(millsRatio(Number.NEGATIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(millsRatio(Number.NaN)).toBeNaN();
  });
});
