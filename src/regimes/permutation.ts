/** Throws a RangeError unless `order` holds each of 0 … size − 1 once. */
export function checkPermutation(order: readonly number[], size: number): void {
  const sorted = [...order].sort((a, b) => a - b);
  if (sorted.length !== size || sorted.some((value, k) => value !== k)) {
    throw new RangeError(`order is [${order.join(', ')}]: expected each of 0 to ${size - 1} once`);
  }
}

/** Blocks of `width` values put in a new order: block k of the result is block `order[k]`. */
export function permuteBlocks(values: Float64Array, order: readonly number[], width: number): Float64Array {
  const permuted = new Float64Array(values.length);
  order.forEach((from, k) => {
    permuted.set(values.subarray(from * width, (from + 1) * width), k * width);
  });
  return permuted;
}

/** A square table, row by row, with rows and columns put in a new order: entry (i, j) is entry (order[i], order[j]). */
export function permuteSquare(values: Float64Array, order: readonly number[]): Float64Array {
  const size = order.length;
  return values.map((_, ij) => values[order[Math.floor(ij / size)] * size + order[ij % size]]);
}
