import { describe, expect, it } from 'vitest';
import { leastSquares } from '../../src/math/least-squares.ts';
import { createRandomStream } from '../../src/math/random.ts';

describe('leastSquares', () => {
  it('finds an exact line', () => {
    const b = leastSquares([Float64Array.of(1, 1, 1), Float64Array.of(0, 1, 2)], Float64Array.of(1, 3, 5));
    expect(b[0]).toBeCloseTo(1, 13);
    expect(b[1]).toBeCloseTo(2, 13);
  });

  it("gives Anscombe's quartet its published line 3.0001 + 0.5001 x", () => {
    const x = Float64Array.of(10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5);
    const y = Float64Array.of(8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68);
    const b = leastSquares([new Float64Array(11).fill(1), x], y);
    expect(b[0]).toBeCloseTo(3.0000909, 6);
    expect(b[1]).toBeCloseTo(0.5000909, 6);
  });

  it('leaves residuals orthogonal to every column, at the scale of daily variances', () => {
    const stream = createRandomStream(1, 'least squares');
    const rows = 200;
    const columns = [1, 1e-4, 1e-4, 1e-8].map((scale, j) =>
      new Float64Array(rows).map(() => (j === 0 ? 1 : scale * (1 + stream.uniform()))),
    );
    const target = new Float64Array(rows).map((_, i) => 1e-4 * stream.normal() + columns[1][i]);
    const b = leastSquares(columns, target);
    const residual = target.map((y, i) => y - columns.reduce((sum, column, j) => sum + b[j] * column[i], 0));
    for (const column of columns) {
      const dot = column.reduce((sum, value, i) => sum + value * residual[i], 0);
      expect(Math.abs(dot)).toBeLessThan(1e-12 * Math.hypot(...column) * Math.hypot(...target) * rows);
    }
  });

  it('gives a column that repeats earlier ones the coefficient 0', () => {
    const ones = new Float64Array(5).fill(1);
    const x = Float64Array.of(1, 2, 3, 4, 5);
    const b = leastSquares(
      [ones, ones.map((v) => 2 * v), x],
      x.map((v) => 4 + 3 * v),
    );
    expect(b[1]).toBe(0);
    expect(b[0]).toBeCloseTo(4, 12);
    expect(b[2]).toBeCloseTo(3, 12);
  });

  it('refuses columns of another length and too few rows', () => {
    expect(() => leastSquares([new Float64Array(2)], new Float64Array(3))).toThrow(RangeError);
    expect(() => leastSquares([new Float64Array(1), new Float64Array(1)], new Float64Array(1))).toThrow(
      /2, one per column/,
    );
  });
});
