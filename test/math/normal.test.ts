import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalPdf, scaledNormalTail } from '../../src/math/normal.ts';

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
