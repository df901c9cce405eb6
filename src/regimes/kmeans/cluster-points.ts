import { kmeans } from 'ml-kmeans';
import { streamSeed } from '../../math/random.ts';
import type { SeededCallOptions } from '../../support/long-call.ts';
import { inertia } from '../cluster-scores.ts';
import { checkDifferentPoints } from '../complete-points.ts';

const mostIterations = 300;

export interface ClusterOptions extends SeededCallOptions {
  readonly clusters: number;
  /** Runs from seeded starting points. */
  readonly restarts: number;
  /** Centres to start one more run from. */
  readonly start?: number[][] | undefined;
}

/** The best clustering found. */
export interface ClusteredPoints {
  readonly centres: readonly (readonly number[])[];
  /** The cluster of each point. */
  readonly labels: readonly number[];
  readonly inertia: number;
}

/**
 * K-Means in the points' own units: runs of Lloyd's algorithm from k-means++ seeds (Arthur and Vassilvitskii 2007), the least
 * inertia kept.
 *
 * @throws InputError on fewer different points than clusters + 1
 */
export function clusterPoints(
  points: number[][],
  { clusters, restarts, start, seed, signal, onProgress }: ClusterOptions,
): ClusteredPoints {
  checkDifferentPoints(points, clusters);
  let best: ClusteredPoints = { centres: [], labels: [], inertia: Number.POSITIVE_INFINITY };
  const starts = [...Array<'kmeans++'>(restarts).fill('kmeans++'), ...(start === undefined ? [] : [start])];
  const label = `clustering days into ${clusters} regimes`;
  starts.forEach((initialization, restart) => {
    signal?.throwIfAborted();
    onProgress?.({ label, done: restart, total: starts.length });
    const found = kmeans(points, clusters, {
      seed: streamSeed(seed, 'kmeans', restart),
      initialization,
      maxIterations: mostIterations,
      tolerance: 0,
    });
    const score = inertia(points, found.clusters, found.centroids);
    if (score < best.inertia) best = { centres: found.centroids, labels: found.clusters, inertia: score };
  });
  onProgress?.({ label, done: starts.length, total: starts.length });
  return best;
}
