import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalPdf, scaledNormalTail } from '../../src/math/normal.ts';
import { normalInverse } from '../../src/math/normal-inverse.ts';

/** Φ(x) to 17 figures, from 40-digit arithmetic. */
const distribution: readonly (readonly [number, number])[] = [
  [-37, 5.725571222524577e-300],
  [-30, 4.906713927148187e-198],
  [-20, 2.7536241186062337e-89],
  [-10, 7.619853024160525e-24],
  [-8, 6.220960574271784e-16],
  [-6, 9.86587645037698e-10],
  [-5.7, 5.990371401063528e-9],
  [-5.6, 1.071759025831093e-8],
  [-4, 0.000031671241833119924],
  [-3, 0.0013498980316300946],
  [-2, 0.02275013194817921],
  [-1.5, 0.06680720126885807],
  [-1, 0.15865525393145705],
  [-0.7, 0.24196365222307303],
  [-0.67, 0.2514288950953101],
  [-0.5, 0.3085375387259869],
  [-0.1, 0.460172162722971],
  [-1e-8, 0.4999999960105772],
  [0, 0.5],
  [0.3, 0.6179114221889527],
  [0.68, 0.7517477695464295],
  [1, 0.8413447460685429],
  [2, 0.9772498680518208],
  [5, 0.9999997133484281],
];

/** x with Φ(x) = p to 17 figures, from 40-digit arithmetic. */
const quantiles: readonly (readonly [number, number])[] = [
  [1e-300, -37.0470962993612],
  [1e-100, -21.273453560965326],
  [1e-20, -9.262340089798407],
  [1e-10, -6.361340902404057],
  [1e-5, -4.264890793922825],
  [0.001, -3.0902323061678136],
  [0.025, -1.9599639845400543],
  [0.07, -1.4757910281791706],
  [0.08, -1.4050715603096324],
  [0.3, -0.5244005127080408],
  [0.75, 0.6744897501960817],
  [0.975, 1.9599639845400538],
  [0.999, 3.090232306167813],
];

describe('normalCdf', () => {
  it.each(distribution)('at %d has a relative error below 1e-15', (x, expected) => {
    expect(Math.abs(normalCdf(x) / expected - 1)).toBeLessThan(1e-15);
  });

  it('reaches 0 and 1 at the ends', () => {
    expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(normalCdf(Number.NaN)).toBeNaN();
  });

  it('splits 1 between x and −x, and never falls', () => {
    const x = fc.double({ min: -40, max: 40, noNaN: true });
    fc.assert(fc.property(x, (at) => Math.abs(normalCdf(at) + normalCdf(-at) - 1) <= 2.3e-16));
    fc.assert(fc.property(x, x, (a, b) => normalCdf(Math.min(a, b)) <= normalCdf(Math.max(a, b)) * (1 + 1e-15)));
  });
});

describe('normalPdf and scaledNormalTail', () => {
  it('are the density and the tail without its exponential', () => {
    expect(normalPdf(0)).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 16);
    expect(normalPdf(Number.NEGATIVE_INFINITY)).toBe(0);
    for (const x of [0, 0.3, 0.67, 0.7, 2, 5.6, 5.7, 20]) {
      const tail = scaledNormalTail(x) * Math.sqrt(2 * Math.PI) * normalPdf(x);
      expect(Math.abs(tail / normalCdf(-x) - 1)).toBeLessThan(1e-14);
    }
    expect(scaledNormalTail(1e8) * 1e8).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 14);
  });
});

describe('normalInverse', () => {
  it.each(quantiles)('at %d has a relative error below 2e-15', (p, expected) => {
    expect(Math.abs(normalInverse(p) / expected - 1)).toBeLessThan(2e-15);
  });

  it('undoes normalCdf', () => {
    const x = fc.double({ min: -37, max: 5, noNaN: true });
    fc.assert(
      fc.property(x, (at) => {
        // Near p = 1 a rounding of p alone moves x by 1e-16 over the density.
        return (
          Math.abs(normalInverse(normalCdf(at)) - at) <=
          1e-14 * Math.max(1, -at) + (2.3e-16 / normalPdf(at)) * normalCdf(at)
        );
      }),
    );
  });

  it('has infinite ends and refuses what is no probability', () => {
    expect(normalInverse(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalInverse(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalInverse(0.5)).toBe(0);
    for (const p of [-0.1, 1.1, Number.NaN]) expect(() => normalInverse(p)).toThrow(RangeError);
  });
});
