import { describe, expect, it } from 'vitest';
import type { Paths } from '../../../src/market/paths.ts';
import { createPathMoments } from '../../../src/report/paths/path-moments.ts';
import { renderMomentTable } from '../../../src/report/paths/paths-table.ts';
import { drawPaths } from './drawn-paths.ts';

/** Central moments from their definition. */
function direct(values: readonly number[]) {
  const average = (f: (value: number) => number) => values.reduce((sum, value) => sum + f(value), 0) / values.length;
  const mean = average((value) => value);
  const variance = average((value) => (value - mean) ** 2);
  return {
    mean,
    variance,
    skewness: average((value) => (value - mean) ** 3) / variance ** 1.5,
    excessKurtosis: average((value) => (value - mean) ** 4) / variance ** 2 - 3,
    error: Math.sqrt((variance * values.length) / (values.length - 1) / values.length),
  };
}

function growthAt({ spot, paths }: Paths, step: number): number[] {
  return Array.from({ length: paths }, (_, path) => spot[step * paths + path] / spot[path]);
}

describe('createPathMoments', () => {
  it.each(['lognormal', 'normal'] as const)('gives the moments of a direct computation, %s', (volUnit) => {
    const whole = drawPaths();
    const moments = createPathMoments({ steps: [2, 6], volUnit });
    for (const [firstPath, paths] of [
      [0, 7],
      [7, 30],
      [37, 3],
    ]) {
      moments.add(drawPaths({ firstPath, paths }));
    }
    const rows = moments.rows();
    expect(rows.map(({ step }) => step)).toEqual([2, 6]);
    for (const row of rows) {
      const growth = growthAt(whole, row.step);
      const moves = direct(growth.map((g) => (volUnit === 'lognormal' ? Math.log(g) : g - 1)));
      const ends = whole.spot.subarray(row.step * 40, (row.step + 1) * 40);
      expect(row.years).toBeCloseTo(row.step / 252, 14);
      expect(row.meanGrowth).toBeCloseTo(direct(growth).mean, 13);
      expect(row.meanGrowthError).toBeCloseTo(direct(growth).error, 13);
      expect(row.volAnnual).toBeCloseTo(Math.sqrt(moves.variance / row.years), 12);
      expect(row.skewness).toBeCloseTo(moves.skewness, 10);
      expect(row.excessKurtosis).toBeCloseTo(moves.excessKurtosis, 10);
      expect([row.smallest, row.largest]).toEqual([Math.min(...ends), Math.max(...ends)]);
    }
    expect(rows[1].meanImpliedVol).toBeNaN();
    const quoted = whole.impliedVol.subarray(2 * 40, 3 * 40);
    expect(rows[0].meanImpliedVol).toBeCloseTo(quoted.reduce((sum, vol) => sum + vol, 0) / 40, 13);
  });

  it('takes the error of the mean from pairs that mirror each other', () => {
    const batch = drawPaths({ antithetic: true });
    const moments = createPathMoments({ steps: [6], volUnit: 'lognormal', antithetic: true });
    moments.add(batch);
    const growth = growthAt(batch, 6);
    const pairs = Array.from({ length: 20 }, (_, pair) => 0.5 * (growth[2 * pair] + growth[2 * pair + 1]));
    expect(moments.rows()[0].meanGrowthError).toBeCloseTo(direct(pairs).error, 13);
    expect(moments.rows()[0].meanGrowthError).toBeLessThan(0.5 * direct(growth).error);
  });

  it('has no spread of a single path', () => {
    const moments = createPathMoments({ steps: [6], volUnit: 'lognormal' });
    moments.add(drawPaths({ paths: 1 }));
    expect(moments.rows()[0]).toMatchObject({ volAnnual: Number.NaN, skewness: Number.NaN });
    expect(renderMomentTable(moments.rows(), 'lognormal')).not.toContain('NaN');
  });
});

describe('renderMomentTable', () => {
  it('fits a terminal of 80 columns', () => {
    const moments = createPathMoments({ steps: [2, 6], volUnit: 'lognormal' });
    moments.add(drawPaths({ paths: 2000 }));
    const lines = renderMomentTable(moments.rows(), 'lognormal').split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines[0]).toMatch(/^step +years +mean/);
    expect(lines[2].trim()).toMatch(/^6 .*–$/);
  });
});
