import { expect, it } from 'vitest';
import { softRoot } from '../../src/math/soft-root.ts';

it('softRoot is the root less at most the width, without losing small squares', () => {
  expect(softRoot(9, 0)).toBe(3);
  expect(softRoot(0, 0)).toBe(0);
  expect(softRoot(9, 4)).toBe(1);
  expect(softRoot(1e-20, 1)).toBeCloseTo(5e-21, 30);
  expect(softRoot(1e20, 1)).toBe(1e10 - 1);
});
