import { describe, expect, it } from 'vitest';
import { checkGrid, volatilityAtHorizons } from '../../src/forecast/term-structure.ts';

const grid = [1, 5, 21];
const variance = [4e-4, 2e-4, 1e-4].map((value) => Float64Array.of(value));
const at = (days: number) => volatilityAtHorizons(grid, variance, [days])[0][0] ** 2 / 252;

describe('volatilityAtHorizons', () => {
  it('returns the grid itself', () => {
    grid.forEach((days, i) => {
      expect(at(days)).toBeCloseTo(variance[i][0], 15);
    });
  });

  it('is linear in total variance between grid points', () => {
    expect(3 * at(3)).toBeCloseTo((1 * 4e-4 + 5 * 2e-4) / 2, 15);
    expect(13 * at(13)).toBeCloseTo((5 * 2e-4 + 21 * 1e-4) / 2, 15);
  });

  it('is flat outside the grid', () => {
    expect(at(63)).toBe(at(21));
    expect(volatilityAtHorizons([5], [variance[1]], [2])[0][0]).toBe(
      volatilityAtHorizons([5], [variance[1]], [5])[0][0],
    );
  });

  it('keeps rows without a forecast empty', () => {
    expect(
      volatilityAtHorizons([1, 5], [Float64Array.of(Number.NaN, 1), Float64Array.of(Number.NaN, 1)], [3])[0],
    ).toEqual(Float64Array.of(Number.NaN, Math.sqrt(252)));
  });

  it('refuses horizons and grids that are none', () => {
    expect(() => at(0)).toThrow('horizonDays[0] is 0');
    expect(() => at(2.5)).toThrow(RangeError);
    for (const bad of [[], [0, 5], [5, 5], [5, 1], [1.5]]) expect(() => checkGrid(bad)).toThrow(RangeError);
  });
});
