import { InputError } from '../support/input-error.ts';
import type { Observations } from './observations.ts';

/** The complete rows as points, in their order. */
export function completePoints({ rows, dimensions, values, complete }: Observations): number[][] {
  const points: number[][] = [];
  for (let t = 0; t < rows; t++) {
    if (complete[t] === 1) points.push([...values.subarray(t * dimensions, (t + 1) * dimensions)]);
  }
  return points;
}

/** k-means++ needs a further point for every centre: throws an InputError on fewer different points than states + 1. */
export function checkDifferentPoints(points: readonly number[][], states: number): void {
  const different = new Set<string>();
  for (const point of points) {
    different.add(point.join());
    if (different.size > states) return;
  }
  throw new InputError(
    `${different.size} different complete rows: expected at least ${states + 1} to find ${states} regimes; give more rows or fewer regimes`,
  );
}
