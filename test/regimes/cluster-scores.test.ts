import { describe, expect, it } from 'vitest';
import { calinskiHarabasz, daviesBouldin, inertia, silhouette } from '../../src/regimes/cluster-scores.ts';
import { clusterPoints } from '../../src/regimes/kmeans/cluster-points.ts';
import { readColumns } from './read-columns.ts';
import { clusterSp500 } from './sp500-features.ts';

describe('cluster scores', () => {
  const points = [[0], [1], [10], [12]];
  const labels = [0, 0, 1, 1];

  it('adds up squared distances', () => {
    expect(inertia(points, labels, [[0.5], [11]])).toBe(0.25 + 0.25 + 1 + 1);
  });

  it('averages silhouettes', () => {
    const expected = [(11 - 1) / 11, (10 - 1) / 10, (9.5 - 2) / 9.5, (11.5 - 2) / 11.5];
    expect(silhouette(points, labels)).toBeCloseTo(expected.reduce((a, b) => a + b) / 4, 14);
    expect(silhouette([[0], [1], [5]], [0, 0, 1])).toBeCloseTo((4 / 5 + 3 / 4 + 0) / 3, 14);
  });

  it('weighs squares between clusters against those within', () => {
    // Centres 0.5 and 11 about 5.75: B = 2 × 2 × 5.25², W = 2.5; K − 1 = 1, n − K = 2.
    expect(calinskiHarabasz(points, labels)).toBeCloseTo((4 * 5.25 ** 2) / (2.5 / 2), 12);
    expect(calinskiHarabasz([[0], [0], [1]], [0, 0, 1])).toBe(Number.POSITIVE_INFINITY);
  });

  it('takes each cluster’s worst neighbour', () => {
    // Mean distances to the centre 0.5 and 1, centres 10.5 apart.
    expect(daviesBouldin(points, labels)).toBeCloseTo(1.5 / 10.5, 14);
    // A third cluster at 20 without extent: 1.5 / 10.5 for the first, 1.5 / 10.5 for the second, 1 / 9 for itself.
    expect(daviesBouldin([...points, [20]], [...labels, 2])).toBeCloseTo((1.5 / 10.5 + 1.5 / 10.5 + 1 / 9) / 3, 14);
    expect(daviesBouldin([[1], [1]], [0, 1])).toBe(0);
    expect(daviesBouldin([[0], [2], [0], [2]], [0, 0, 1, 1])).toBe(Number.POSITIVE_INFINITY);
  });

  it('passes over numbers that no point bears', () => {
    for (const score of [silhouette, calinskiHarabasz, daviesBouldin]) {
      expect(score(points, [1, 1, 4, 4])).toBe(score(points, labels));
    }
  });

  it('refuses what cannot be scored', () => {
    for (const score of [silhouette, calinskiHarabasz, daviesBouldin]) {
      expect(() => score(points, [0, 0, 0, 0])).toThrow(/labels name 1 clusters: expected at least 2/);
      expect(() => score([], [])).toThrow(RangeError);
    }
    expect(() => calinskiHarabasz([[0], [1]], [0, 1])).toThrow(/2 points in 2 clusters/);
  });
});

describe('the clusters of Fisher’s iris', () => {
  const columns = Object.values(readColumns('test/regimes/fixtures/iris.csv'));
  const points = columns[0].map((_, n) => columns.map((column) => Number(column[n])));

  // Reference figures from another implementation, in centimetres as they are. Ten restarts, as the detector has when none are
  // asked for, always do for two and three clusters; of four, 9 of 20 seeds end up to 0.04 above with them, none with 100.
  it.each([
    [2, 10, 152.34795176, 0.68104617],
    [3, 10, 78.85144143, 0.55281901],
    [4, 100, 57.22847321, 0.4980505],
  ])(
    '%i of them, %i restarts: inertia %f, silhouette %f',
    (clusters, restarts, expectedInertia, expectedSilhouette) => {
      for (const seed of [1, 2, 3]) {
        const found = clusterPoints(points, { clusters, restarts, seed });
        expect(Math.abs(found.inertia - expectedInertia)).toBeLessThan(1e-6);
        expect(Math.abs(silhouette(points, found.labels) - expectedSilhouette)).toBeLessThan(1e-6);
        if (clusters !== 3) continue;
        expect(Math.abs(calinskiHarabasz(points, found.labels) - 561.627757)).toBeLessThan(1e-6);
        expect(Math.abs(daviesBouldin(points, found.labels) - 0.661972)).toBeLessThan(1e-6);
      }
    },
  );
});

describe('the clusters of S&P 500 days', () => {
  // The other numbers of clusters are in test/slow.
  it('two of them: the silhouette that another implementation finds', () => {
    const { points, labels } = clusterSp500(2);
    expect(points).toHaveLength(5083);
    expect(Math.abs(silhouette(points, labels) - 0.41457888)).toBeLessThan(1e-5);
  });
});
