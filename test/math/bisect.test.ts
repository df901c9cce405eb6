import { expect, it } from 'vitest';
import { bisect } from '../../src/math/bisect.ts';

it('bisect finds the first number at which a condition holds, to the last bit', () => {
  expect(bisect((x) => x >= 0.1, -3, 5)).toBe(0.1);
  expect(bisect((x) => x >= -1e-300, -1, 1)).toBe(-1e-300);
  expect(bisect((x) => x > 1, -1e308, 1e308)).toBe(1 + Number.EPSILON);
  expect(bisect(() => false, 1, 2)).toBe(2);
  expect(bisect(() => true, 1, 2)).toBe(1 + Number.EPSILON);
});
