import type { BinnedColumns } from './binned-columns.ts';
import type { RegressionTree } from './regression-tree.ts';

export interface TreeOptions {
  /** Splits from the root to a leaf at most. */
  readonly depth: number;
  /** Fewest rows of a leaf. */
  readonly leafRows: number;
  /** Leaves hold this multiple of the mean of their rows. */
  readonly shrinkage: number;
}

/**
 * Grows a regression tree by least squares (Breiman, Friedman, Olshen and Stone 1984) on histograms: each node is split
 * where the sum of squares falls most, over all thresholds between bins; of equals the first is taken.
 *
 * @param rows rows to grow on; their order is changed
 */
export function growTree(
  { thresholds, bins }: BinnedColumns,
  target: Float64Array,
  rows: Int32Array,
  { depth, leafRows, shrinkage }: TreeOptions,
): RegressionTree {
  const nodes = 2 ** (depth + 1) - 1;
  const feature = new Int16Array(nodes).fill(-1);
  const threshold = new Float64Array(nodes);
  const value = new Float64Array(nodes);
  const inner = 2 ** depth - 1;

  function grow(node: number, from: number, to: number): void {
    let sum = 0;
    for (let i = from; i < to; i++) sum += target[rows[i]];
    const split = node < inner ? bestSplit(from, to, sum) : undefined;
    if (split === undefined) {
      value[node] = to > from ? (shrinkage * sum) / (to - from) : 0;
      return;
    }
    feature[node] = split.feature;
    threshold[node] = thresholds[split.feature][split.bin];
    const middle = partition(rows, from, to, bins[split.feature], split.bin);
    grow(2 * node + 1, from, middle);
    grow(2 * node + 2, middle, to);
  }

  function bestSplit(from: number, to: number, sum: number): { feature: number; bin: number } | undefined {
    const count = to - from;
    // A split that wins less than rounding is none.
    let best = (sum * sum) / count + 1e-12 * Math.abs(sum * sum);
    let found: { feature: number; bin: number } | undefined;
    const sums = new Float64Array(256);
    const counts = new Int32Array(256);
    for (let f = 0; f < bins.length; f++) {
      const column = bins[f];
      sums.fill(0);
      counts.fill(0);
      for (let i = from; i < to; i++) {
        const row = rows[i];
        sums[column[row]] += target[row];
        counts[column[row]]++;
      }
      let leftSum = 0;
      let leftCount = 0;
      for (let bin = 0; bin < thresholds[f].length; bin++) {
        leftSum += sums[bin];
        leftCount += counts[bin];
        if (leftCount < leafRows || count - leftCount < leafRows) continue;
        const gain = leftSum ** 2 / leftCount + (sum - leftSum) ** 2 / (count - leftCount);
        if (gain > best) {
          best = gain;
          found = { feature: f, bin };
        }
      }
    }
    return found;
  }

  grow(0, 0, rows.length);
  return { feature, threshold, value };
}

/** Puts the rows of bins up to `bin` first, in place; returns where the others begin. */
function partition(rows: Int32Array, from: number, to: number, column: Uint8Array, bin: number): number {
  let middle = from;
  for (let i = from; i < to; i++) {
    const row = rows[i];
    if (column[row] > bin) continue;
    rows[i] = rows[middle];
    rows[middle++] = row;
  }
  return middle;
}
