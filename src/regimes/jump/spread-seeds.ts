import type { RandomStream } from '../../math/random.ts';

/**
 * Starting centres drawn far apart: each further one is a point taken with probability in proportion to its squared
 * distance to the nearest centre so far (k-means++, Arthur and Vassilvitskii 2007).
 *
 * @param points at least `count` different ones
 */
export function drawSpreadSeeds(points: readonly number[][], count: number, stream: RandomStream): Float64Array {
  const seeds = [points[stream.integer(points.length)]];
  const distances = new Float64Array(points.length).fill(Number.POSITIVE_INFINITY);
  while (seeds.length < count) {
    const latest = seeds[seeds.length - 1];
    let total = 0;
    points.forEach((point, n) => {
      const distance = point.reduce((sum, value, d) => sum + (value - latest[d]) ** 2, 0);
      distances[n] = Math.min(distances[n], distance);
      total += distances[n];
    });
    let left = stream.uniform() * total;
    let drawn = distances.findLastIndex((distance) => distance > 0);
    for (let n = 0; n < drawn; n++) {
      left -= distances[n];
      if (left < 0) {
        drawn = n;
        break;
      }
    }
    seeds.push(points[drawn]);
  }
  return Float64Array.from(seeds.flat());
}
