/**
 * A binary regression tree as columns over its nodes, the root first: the children of node i are 2i + 1 and 2i + 2.
 * `feature` is −1 at leaves; elsewhere a row goes right where the feature is above the threshold, and left where it is
 * not, or is missing.
 */
export interface RegressionTree {
  readonly feature: ArrayLike<number>;
  readonly threshold: ArrayLike<number>;
  /** What is predicted at a leaf. */
  readonly value: ArrayLike<number>;
}

/** The tree's prediction for one row of feature columns. */
export function predictTree(
  { feature, threshold, value }: RegressionTree,
  columns: readonly Float64Array[],
  row: number,
) {
  let node = 0;
  while (feature[node] >= 0) node = 2 * node + (columns[feature[node]][row] > threshold[node] ? 2 : 1);
  return value[node];
}

/** Whether columns of numbers are a tree over so many features, each row of which comes to a leaf. */
export function isRegressionTree({ feature, threshold, value }: RegressionTree, features: number): boolean {
  const nodes = feature.length;
  if (nodes === 0 || threshold.length !== nodes || value.length !== nodes) return false;
  return Array.from(feature).every(
    (f, node) => Number.isInteger(f) && f >= -1 && f < features && (f < 0 || 2 * node + 2 < nodes),
  );
}
