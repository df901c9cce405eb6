import { expect, it } from 'vitest';
import { logMeanExp } from '../../src/math/log-mean-exp.ts';

it('logMeanExp overflows nowhere, and keeps its digits near 0 and far from it', () => {
  expect(logMeanExp([1000, 1000 + Math.log(3)])).toBeCloseTo(1000 + Math.LN2, 12);
  expect(logMeanExp([-1e9, -1e9])).toBe(-1e9);
  expect(logMeanExp([1e-12, 3e-12]) / (2e-12 + 0.5e-24)).toBeCloseTo(1, 14);
  expect(logMeanExp(new Float64Array(1e6).fill(-800).fill(0, 0, 1))).toBeCloseTo(-Math.log(1e6), 13);
  expect(() => logMeanExp([])).toThrow(RangeError);
});
