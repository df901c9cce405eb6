/**
 * Quantile of a sample by linear interpolation between its order statistics (type 7 of Hyndman and Fan, 1996).
 *
 * @param p probability in [0, 1]: 0 is the smallest value, 1 the largest
 * @throws RangeError on an empty sample or a p outside [0, 1]
 * @example
 * quantile([1, 2, 3, 4], 0.5); // 2.5
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  if (values.length === 0) throw new RangeError('the sample is empty: expected at least one value');
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p is ${p}: expected a probability in [0, 1]`);
  return sortedQuantile(Float64Array.from(values).sort(), p);
}

/** As `quantile`, of values that are sorted already; NaN when there are none. */
export function sortedQuantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
