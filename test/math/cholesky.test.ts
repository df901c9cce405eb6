import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choleskyFactor, invertPositive, solvePositive } from '../../src/math/cholesky.ts';

describe('Cholesky', () => {
  it('factors a matrix known by hand', () => {
    const factor = choleskyFactor(Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98), 3);
    expect([...(factor ?? [])]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
  });

  it('inverts and solves any positive definite matrix', () => {
    const entries = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 9, maxLength: 9 });
    const vector = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(entries, vector, (b, solution) => {
        // B B′ + I
        const matrix = Float64Array.from({ length: 9 }, (_, ij) => {
          const i = Math.floor(ij / 3);
          const j = ij % 3;
          return (i === j ? 1 : 0) + b[3 * i] * b[3 * j] + b[3 * i + 1] * b[3 * j + 1] + b[3 * i + 2] * b[3 * j + 2];
        });
        const times = (x: ArrayLike<number>) =>
          [0, 1, 2].map((i) => matrix[3 * i] * x[0] + matrix[3 * i + 1] * x[1] + matrix[3 * i + 2] * x[2]);
        const solved = solvePositive(matrix, times(solution));
        const inverse = invertPositive(matrix, 3);
        for (let i = 0; i < 3; i++) {
          expect(solved?.[i]).toBeCloseTo(solution[i], 9);
          times([inverse![i], inverse![3 + i], inverse![6 + i]]).forEach((value, j) => {
            expect(value).toBeCloseTo(i === j ? 1 : 0, 10);
          });
        }
      }),
    );
  });

  it('says when a matrix is not positive definite', () => {
    for (const matrix of [
      [1, 2, 2, 1],
      [1, 1, 1, 1],
      [0, 0, 0, 1],
      [1, Number.NaN, Number.NaN, 1],
    ]) {
      expect(choleskyFactor(Float64Array.from(matrix), 2)).toBeUndefined();
      expect(invertPositive(Float64Array.from(matrix), 2)).toBeUndefined();
      expect(solvePositive(Float64Array.from(matrix), [1, 1])).toBeUndefined();
    }
  });
});
