/** Sum over points of the squared distance to the centre of their cluster (MacQueen 1967). */
export function inertia(
  points: readonly (readonly number[])[],
  labels: ArrayLike<number>,
  centres: readonly (readonly number[])[],
): number {
  let sum = 0;
  points.forEach((point, n) => {
    const centre = centres[labels[n]];
    for (let d = 0; d < point.length; d++) sum += (point[d] - centre[d]) ** 2;
  });
  return sum;
}

/**
 * Mean silhouette (Rousseeuw 1987): (b − a) / max(a, b) averaged over points, with a the mean distance to the point's own
 * cluster and b that to the nearest other cluster. In [−1, 1]; a point alone in its cluster counts 0. Costs n² distances.
 *
 * @throws RangeError when fewer than two clusters hold points
 */
export function silhouette(points: readonly (readonly number[])[], labels: ArrayLike<number>): number {
  const clusters = 1 + points.reduce((largest, _, n) => Math.max(largest, labels[n]), -1);
  const counts = new Float64Array(clusters);
  for (let n = 0; n < points.length; n++) counts[labels[n]]++;
  const occupied = counts.filter((count) => count > 0).length;
  if (occupied < 2) throw new RangeError(`labels name ${occupied} clusters: expected at least 2`);
  const distances = new Float64Array(clusters);
  let sum = 0;
  for (let n = 0; n < points.length; n++) {
    distances.fill(0);
    for (let m = 0; m < points.length; m++) distances[labels[m]] += distanceBetween(points[n], points[m]);
    const own = labels[n];
    if (counts[own] < 2) continue;
    const within = distances[own] / (counts[own] - 1);
    let nearest = Number.POSITIVE_INFINITY;
    for (let k = 0; k < clusters; k++) {
      if (k !== own && counts[k] > 0) nearest = Math.min(nearest, distances[k] / counts[k]);
    }
    const larger = Math.max(within, nearest);
    if (larger > 0) sum += (nearest - within) / larger;
  }
  return sum / points.length;
}

function distanceBetween(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] - b[d]) ** 2;
  return Math.sqrt(sum);
}
