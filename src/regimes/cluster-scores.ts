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
 * cluster and b that to the nearest other cluster. In [−1, 1]; a point alone in its cluster counts 0. Costs n² / 2 distances.
 *
 * @throws RangeError when fewer than two clusters hold points
 */
export function silhouette(points: readonly (readonly number[])[], labels: ArrayLike<number>): number {
  const counts = countPoints(points, labels);
  const clusters = counts.length;
  // Summed distance of point n to the points of cluster k at n * clusters + k.
  const distances = new Float64Array(points.length * clusters);
  for (let n = 0; n < points.length; n++) {
    for (let m = 0; m < n; m++) {
      const distance = distanceBetween(points[n], points[m]);
      distances[n * clusters + labels[m]] += distance;
      distances[m * clusters + labels[n]] += distance;
    }
  }
  let sum = 0;
  for (let n = 0; n < points.length; n++) {
    const own = labels[n];
    if (counts[own] < 2) continue;
    const within = distances[n * clusters + own] / (counts[own] - 1);
    let nearest = Number.POSITIVE_INFINITY;
    for (let k = 0; k < clusters; k++) {
      if (k !== own && counts[k] > 0) nearest = Math.min(nearest, distances[n * clusters + k] / counts[k]);
    }
    const larger = Math.max(within, nearest);
    if (larger > 0) sum += (nearest - within) / larger;
  }
  return sum / points.length;
}

/**
 * Index of Caliński and Harabasz (1974): (B / (K − 1)) / (W / (n − K)), with B the squared distances of the clusters' centres
 * to the centre of all points, each times the points of the cluster, and W the squared distances of points to their own centre.
 * The larger, the further apart; Infinity where every point lies on its centre. The centres are the means of the labelled points.
 *
 * @throws RangeError when fewer than two clusters hold points, or no more points than clusters
 */
export function calinskiHarabasz(points: readonly (readonly number[])[], labels: ArrayLike<number>): number {
  const counts = countPoints(points, labels);
  const held = counts.filter((count) => count > 0).length;
  if (points.length <= held) {
    throw new RangeError(`${points.length} points in ${held} clusters: expected more points than clusters`);
  }
  const centres = centresOf(points, labels, counts);
  const [middle] = centresOf(points, new Uint8Array(points.length), Float64Array.of(points.length));
  const within = inertia(points, labels, centres);
  let between = 0;
  centres.forEach((centre, k) => {
    if (counts[k] > 0) between += counts[k] * distanceBetween(centre, middle) ** 2;
  });
  return between / (held - 1) / (within / (points.length - held));
}

/**
 * Index of Davies and Bouldin (1979): the mean over clusters of the worst (s_i + s_j) / d_ij with another cluster, s the mean
 * distance of a cluster's points to their centre and d the distance of the two centres. The smaller, the further apart.
 * Two clusters without extent at the same place count 0. The centres are the means of the labelled points.
 *
 * @throws RangeError when fewer than two clusters hold points
 */
export function daviesBouldin(points: readonly (readonly number[])[], labels: ArrayLike<number>): number {
  const counts = countPoints(points, labels);
  const centres = centresOf(points, labels, counts);
  const extents = new Float64Array(counts.length);
  points.forEach((point, n) => {
    extents[labels[n]] += distanceBetween(point, centres[labels[n]]) / counts[labels[n]];
  });
  const held = [...counts.keys()].filter((k) => counts[k] > 0);
  const worst = held.map((i) =>
    held.reduce((most, j) => {
      const extent = extents[i] + extents[j];
      return i === j || extent === 0 ? most : Math.max(most, extent / distanceBetween(centres[i], centres[j]));
    }, 0),
  );
  return worst.reduce((sum, ratio) => sum + ratio, 0) / held.length;
}

/** Points in each cluster. Throws a RangeError unless two clusters or more hold some. */
function countPoints(points: readonly (readonly number[])[], labels: ArrayLike<number>): Float64Array {
  const clusters = 1 + points.reduce((largest, _, n) => Math.max(largest, labels[n]), -1);
  const counts = new Float64Array(clusters);
  for (let n = 0; n < points.length; n++) counts[labels[n]]++;
  const occupied = counts.filter((count) => count > 0).length;
  if (occupied < 2) throw new RangeError(`labels name ${occupied} clusters: expected at least 2`);
  return counts;
}

/** Mean of the points of each cluster; zeros where it has none. */
function centresOf(
  points: readonly (readonly number[])[],
  labels: ArrayLike<number>,
  counts: Float64Array,
): readonly number[][] {
  const dimensions = points[0].length;
  const centres = Array.from(counts, () => Array<number>(dimensions).fill(0));
  points.forEach((point, n) => {
    for (let d = 0; d < dimensions; d++) centres[labels[n]][d] += point[d] / counts[labels[n]];
  });
  return centres;
}

function distanceBetween(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] - b[d]) ** 2;
  return Math.sqrt(sum);
}
