import { describe, expect, it } from 'vitest';
import { halfStepDigamma, halfStepGammaRatio, studentTwoSidedP } from '../../src/math/student-t.ts';

describe('studentTwoSidedP', () => {
  it('is the arctangent for one degree of freedom and algebraic for two', () => {
    for (const t of [0.01, 0.3, 1, 2.5, 40, 1e4]) {
      expect(studentTwoSidedP(t, 1)).toBeCloseTo((2 / Math.PI) * Math.atan2(1, t), 13);
      expect(studentTwoSidedP(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 13);
    }
  });

  it('meets the tabulated 5 % points and the normal limit', () => {
    expect(studentTwoSidedP(2.228138852, 10)).toBeCloseTo(0.05, 10);
    expect(studentTwoSidedP(-2.228138852, 10)).toBeCloseTo(0.05, 10);
    expect(studentTwoSidedP(1.959963984540054, 1e9)).toBeCloseTo(0.05, 8);
  });

  it('handles the ends', () => {
    expect(studentTwoSidedP(0, 7)).toBe(1);
    expect(studentTwoSidedP(Number.POSITIVE_INFINITY, 7)).toBe(0);
    expect(studentTwoSidedP(Number.NaN, 7)).toBeNaN();
    expect(() => studentTwoSidedP(1, 0)).toThrow(RangeError);
  });
});

describe('halfStepDigamma', () => {
  it('has the closed forms of ψ(1) − ψ(½) and ψ(3/2) − ψ(1)', () => {
    expect(halfStepDigamma(0.5)).toBeCloseTo(2 * Math.LN2, 13);
    expect(halfStepDigamma(1)).toBeCloseTo(2 - 2 * Math.LN2, 13);
  });

  it('is the slope of the logarithm of the ratio of gammas', () => {
    for (const a of [1.1, 3.7, 19.9, 20.3, 150]) {
      const step = 1e-5;
      const slope = Math.log(halfStepGammaRatio(a + step) / halfStepGammaRatio(a - step)) / (2 * step);
      expect(halfStepDigamma(a)).toBeCloseTo(slope, 9);
    }
  });
});
