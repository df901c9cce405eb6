import { describe, expect, it } from 'vitest';
import { createKMeansDetector } from '../../../src/regimes/kmeans/kmeans.ts';
import { mostProbable } from '../../../src/regimes/most-probable.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { featureOf } from '../read-columns.ts';
import { sp500Features } from '../sp500-features.ts';

describe('createKMeansDetector', () => {
  const { features, returns } = sp500Features();
  const fit = (states: number) =>
    createKMeansDetector({ states, features: features.names, restarts: 4 }).fit(features, { seed: 1, returns });

  // Reference figures for the 5083 complete rows, from another implementation.
  it.each([
    [2, 8521.92261256],
    [3, 6184.42562931],
    [4, 5035.79985877],
  ])('finds the least inertia of %i clusters of S&P 500 days', (states, expected) => {
    expect(features.rows).toBe(5083);
    expect(Math.abs(fit(states).inertia - expected)).toBeLessThan(0.01);
  });

  it('labels each row by the nearest centre', () => {
    const model = fit(3);
    const labels = mostProbable(model.filter(features));
    const scale = features.columns.map((column) => {
      const mean = column.reduce((a, b) => a + b) / column.length;
      return Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length);
    });
    for (let t = 0; t < features.rows; t += 7) {
      const distances = model.centres.map((centre) =>
        centre.reduce((sum, c, d) => sum + ((features.columns[d][t] - c) / scale[d]) ** 2, 0),
      );
      expect(labels[t]).toBe(distances.indexOf(Math.min(...distances)));
    }
  });

  it('turns distances into probabilities by the stated formula', () => {
    // Two clusters of two: centres 0.5 and 10.5, mean 5.5, variance 25.25, inertia 4 × 0.25 / 25.25, 4 − 2 degrees.
    const small = featureOf([0, 1, 10, 11]);
    const own = createKMeansDetector({ states: 2, features: ['x'] });
    const model = own.fit(small, { seed: 1, returns: Float64Array.of(0.01, -0.01, 0.03, -0.03) });
    expect(model.inertia).toBeCloseTo(1 / 25.25, 12);
    expect(model.centres.map(([c]) => c)).toEqual([expect.closeTo(0.5, 12), expect.closeTo(10.5, 12)]);
    const [calm, stormy] = model.filter(featureOf([5.5, 5.6, Number.NaN])).columns;
    expect(calm[0]).toBeCloseTo(0.5, 9);
    expect(stormy[1] / calm[1]).toBeCloseTo(Math.exp((5.1 ** 2 - 4.9 ** 2) / (2 * 0.5)), 9);
    expect(stormy[2]).toBe(stormy[1]);
  });

  it('asks for one different row more than regimes', () => {
    const own = createKMeansDetector({ states: 3, features: ['x'] });
    const attempt = () => own.fit(featureOf([1, 2, 3, 1, 2, 3]), { seed: 1, returns: new Float64Array(6) });
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(/3 different complete rows: expected at least 4/);
  });

  it('stays finite when clusters have no spread', () => {
    const flat = featureOf(Array.from({ length: 40 }, (_, t) => (t === 39 ? 1 : t % 2 === 0 ? 0 : 1e-9)));
    const own = createKMeansDetector({ states: 2, features: ['x'] });
    const model = own.fit(flat, { seed: 1, returns: Float64Array.from({ length: 40 }, (_, t) => Math.sin(t)) });
    for (const column of model.filter(flat).columns) expect(column.every(Number.isFinite)).toBe(true);
  });
});
