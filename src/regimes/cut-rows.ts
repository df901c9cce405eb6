import type { RandomStream } from '../math/random.ts';

/** Where rows ranked by a score are cut into groups, as shares of the rows: equal groups, or random ones. */
export function chooseCuts(groups: number, systematic: boolean, stream: RandomStream): readonly number[] {
  const cuts = Array.from({ length: groups - 1 }, (_, k) => (systematic ? (k + 1) / groups : stream.uniform()));
  return cuts.sort((a, b) => a - b);
}

/** The group of each row: 0 below the first cut, one more at each cut that its score reaches. */
export function cutByScore(scores: Float64Array, cuts: readonly number[]): Int32Array {
  const ranked = scores.slice().sort();
  const groups = new Int32Array(scores.length);
  for (const cut of cuts) {
    const limit = ranked[Math.min(ranked.length - 1, Math.floor(cut * ranked.length))];
    for (let n = 0; n < scores.length; n++) groups[n] += Number(scores[n] >= limit);
  }
  return groups;
}

/** Exponential mean forth and back: centred. It looks ahead, as fitting may. */
export function smoothBothWays(scores: Float64Array, memory: number): Float64Array {
  const smoothed = scores.slice();
  for (let n = 1; n < smoothed.length; n++) smoothed[n] = memory * smoothed[n - 1] + (1 - memory) * smoothed[n];
  for (let n = smoothed.length - 2; n >= 0; n--) smoothed[n] = memory * smoothed[n + 1] + (1 - memory) * smoothed[n];
  return smoothed;
}
