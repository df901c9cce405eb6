import { describe, expect, it } from 'vitest';
import { numericGradient, numericHessian, numericJacobian } from '../../src/math/numeric-derivatives.ts';
import { largestDifference } from '../contracts/regime-detector-suite.ts';

const point = [0.7, -1.3];

describe('numeric derivatives', () => {
  it('are near the exact ones to fourth order in the step', () => {
    const columns = numericJacobian(([x, y]) => Float64Array.of(Math.exp(x * y), Math.sin(x) * y ** 3), point);
    const [x, y] = point;
    const e = Math.exp(x * y);
    expect(largestDifference(columns[0], [y * e, Math.cos(x) * y ** 3])).toBeLessThan(1e-11);
    expect(largestDifference(columns[1], [x * e, 3 * Math.sin(x) * y ** 2])).toBeLessThan(1e-11);
  });

  it('leave the values alone that the function gives again and again', () => {
    const shared = new Float64Array(1);
    const [column] = numericJacobian(
      ([x]) => {
        shared[0] = x * x;
        return shared;
      },
      [3],
    );
    expect(column[0]).toBeCloseTo(6, 10);
  });

  it('give slopes and curvature of one value', () => {
    const objective = ([x, y]: Float64Array) => x ** 3 * y + Math.exp(y);
    const [x, y] = point;
    const slopes = [3 * x * x * y, x ** 3 + Math.exp(y)];
    expect(largestDifference(numericGradient(objective, point), slopes)).toBeLessThan(1e-11);
    const curvature = [6 * x * y, 3 * x * x, 3 * x * x, Math.exp(y)];
    const exact = ([a, b]: Float64Array) => Float64Array.of(3 * a * a * b, a ** 3 + Math.exp(b));
    expect(largestDifference(numericHessian(exact, point), curvature)).toBeLessThan(1e-10);
    expect(
      largestDifference(
        numericHessian((at) => numericGradient(objective, at), point),
        curvature,
      ),
    ).toBeLessThan(1e-7);
  });
});
