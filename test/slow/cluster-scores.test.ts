import { expect, it } from 'vitest';
import { silhouette } from '../../src/regimes/cluster-scores.ts';
import { clusterSp500 } from '../regimes/sp500-features.ts';

// Reference figures from another implementation; two clusters are in test/regimes/cluster-scores.test.ts.
it.each([
  [3, 0.3522941],
  [4, 0.37327853],
])('%i clusters of S&P 500 days have a silhouette of %f', (clusters, expected) => {
  const { points, labels } = clusterSp500(clusters);
  expect(Math.abs(silhouette(points, labels) - expected)).toBeLessThan(1e-5);
});
