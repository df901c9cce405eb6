import type { RandomStream } from '../random.ts';
import { binColumns } from './binned-columns.ts';
import { growTree, type TreeOptions } from './grow-tree.ts';
import { predictTree, type RegressionTree } from './regression-tree.ts';

export interface BoostOptions extends TreeOptions {
  /** Share of the rows, drawn without replacement, that each tree is grown on; 1 takes all and draws nothing. */
  readonly subsample: number;
  readonly stream: RandomStream;
}

/**
 * Stochastic gradient boosting for the squared error (Friedman 2001, Annals of Statistics 29; 2002, Computational Statistics
 * and Data Analysis 38): each tree is grown on what those before it leave of the target, shrunk, and added. The prediction
 * is the sum of as many trees as are taken.
 *
 * @param columns features, one value per row; missing ones (NaN) go with the lowest
 * @param target one value per row, of mean 0 or near it: the sum starts from 0
 * @example
 * for (const tree of boostTrees(columns, target, { depth: 3, leafRows: 20, shrinkage: 0.05, subsample: 0.5, stream })) {
 *   if (trees.push(tree) === 200) break;
 * }
 */
export function* boostTrees(
  columns: readonly Float64Array[],
  target: Float64Array,
  options: BoostOptions,
): Generator<RegressionTree, never> {
  const binned = binColumns(columns);
  const rest = target.slice();
  const all = Int32Array.from(target, (_, row) => row);
  const count = Math.max(1, Math.round(options.subsample * target.length));
  for (;;) {
    const rows = count < all.length ? drawRows(all, count, options.stream) : all.slice();
    const tree = growTree(binned, rest, rows, options);
    for (let row = 0; row < rest.length; row++) rest[row] -= predictTree(tree, columns, row);
    yield tree;
  }
}

/** So many rows without replacement, by the first steps of a shuffle in place. */
function drawRows(all: Int32Array, count: number, stream: RandomStream): Int32Array {
  for (let i = 0; i < count; i++) {
    const j = i + stream.integer(all.length - i);
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all.slice(0, count);
}
