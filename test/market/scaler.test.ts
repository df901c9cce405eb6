import { describe, expect, it } from 'vitest';
import { computeFeatures } from '../../src/market/features/registry.ts';
import { applyScaler, fitScaler, type Scaler } from '../../src/market/scaler.ts';
import { InputError } from '../../src/support/input-error.ts';
import { sampleBars } from './sample-bars.ts';

const matrix = computeFeatures(sampleBars(200), ['return', 'logVol21']);

describe('fitScaler and applyScaler', () => {
  it('standardise the fitted rows', () => {
    const { columns } = applyScaler(matrix, fitScaler(matrix, 0, 200));
    for (const column of columns) {
      const rows = column.slice(21);
      const mean = rows.reduce((sum, value) => sum + value, 0) / rows.length;
      const variance = rows.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows.length;
      expect(mean).toBeCloseTo(0, 10);
      expect(variance).toBeCloseTo(1, 10);
    }
  });

  it('read the rows of the range alone, and of those the complete ones', () => {
    const fitted = fitScaler(matrix, 50, 120);
    const altered = {
      ...matrix,
      columns: matrix.columns.map((column) => column.map((value, t) => (t < 50 || t >= 120 ? value + 9 : value))),
    };
    expect(fitScaler(altered, 50, 120)).toEqual(fitted);

    const pair = {
      names: ['a', 'b'],
      rows: 3,
      columns: [Float64Array.of(1, 3, 99), Float64Array.of(4, 4, Number.NaN)],
    };
    expect(fitScaler(pair, 0, 3)).toEqual({ names: ['a', 'b'], means: [2, 4], sds: [1, 1] });
  });

  it('take a standard deviation of 1 for a constant column, also one that is constant up to rounding', () => {
    const column = new Float64Array(10).fill(0.1);
    column[3] = 0.1 + 1e-17;
    const { sds } = fitScaler({ names: ['a'], rows: 10, columns: [column] }, 0, 10);
    expect(sds).toEqual([1]);
  });

  it('give the same bits after being saved', () => {
    const scaler = fitScaler(matrix, 0, 100);
    const loaded = JSON.parse(JSON.stringify(scaler)) as Scaler;
    expect(applyScaler(matrix, loaded)).toEqual(applyScaler(matrix, scaler));
  });

  it('refuse a range outside the matrix, no complete row and other columns', () => {
    expect(() => fitScaler(matrix, 0, 201)).toThrow(RangeError);
    expect(() => fitScaler(matrix, 5, 4)).toThrow(RangeError);
    expect(() => fitScaler(matrix, 0, 21)).toThrow(InputError);
    expect(() => fitScaler(matrix, 0, 21)).toThrow('too few rows for the windows asked for');
    const other = computeFeatures(sampleBars(50), ['return']);
    expect(() => applyScaler(other, fitScaler(matrix, 0, 200))).toThrow('expected those fitted, return, logVol21');
  });
});
