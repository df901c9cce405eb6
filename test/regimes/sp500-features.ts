import { clusterPoints } from '../../src/regimes/kmeans/cluster-points.ts';
import { fitStandardiser, observe } from '../../src/regimes/observations.ts';
import { readSp500Returns } from './read-columns.ts';

/** Log mean square return over 5 and 22 days and mean return over 22 days, complete rows alone. */
export function sp500Features() {
  const { returns } = readSp500Returns();
  const rows = returns.length - 21;
  const mean = (end: number, days: number, f: (r: number) => number) =>
    returns.subarray(end - days + 1, end + 1).reduce((sum, r) => sum + f(r), 0) / days;
  const column = (f: (end: number) => number) => Float64Array.from({ length: rows }, (_, t) => f(t + 21));
  const columns = [
    column((t) => Math.log(mean(t, 5, (r) => r * r))),
    column((t) => Math.log(mean(t, 22, (r) => r * r))),
    column((t) => mean(t, 22, (r) => r)),
  ];
  return { features: { names: ['five', 'month', 'trend'], rows, columns }, returns: returns.subarray(21) };
}

/** Those features in standard units, row by row, and the K-Means cluster of each row. */
export function clusterSp500(clusters: number) {
  const { features } = sp500Features();
  const standardiser = fitStandardiser(features, features.names);
  const { rows, dimensions, values } = observe(features, features.names, standardiser);
  const points = Array.from({ length: rows }, (_, t) => [...values.subarray(t * dimensions, (t + 1) * dimensions)]);
  const { labels } = clusterPoints(points, { clusters, restarts: 10, seed: 1 });
  return { points, labels };
}
