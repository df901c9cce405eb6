import { describe, expect, it } from 'vitest';
import { boundedVariables } from '../../src/math/bounded-variables.ts';

describe('boundedVariables', () => {
  const { POSITIVE_INFINITY: none } = Number;
  const variables = boundedVariables([
    { lower: -none, upper: none },
    { lower: 2, upper: none },
    { lower: -none, upper: -1 },
    { lower: 0.5, upper: 4 },
  ]);

  it('has the slopes of its values', () => {
    const free = [0.7, 1.3, -0.4, 0.9];
    const step = 1e-6;
    const slopes = variables.slopes(free);
    free.forEach((y, i) => {
      const above = variables.toBounded(free.with(i, y + step))[i];
      const below = variables.toBounded(free.with(i, y - step))[i];
      expect(slopes[i]).toBeCloseTo((above - below) / (2 * step), 8);
    });
  });

  it('has no slope at a bound', () => {
    expect([...variables.slopes([0, 0, 0, Math.PI / 2])].map(Math.abs)).toEqual([1, 0, 0, expect.closeTo(0, 12)]);
  });
});
