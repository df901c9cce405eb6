import type { RandomStream } from './random.ts';

/**
 * Draws the row numbers of one stationary-bootstrap sample (Politis and Romano 1994): blocks of geometric length with
 * the given mean, wrapped around the end, so that dependence between neighbouring rows is kept.
 *
 * @param out filled with `out.length` row numbers in [0, out.length)
 * @param meanBlock mean block length in rows, at least 1
 */
export function drawStationaryBootstrap(out: Int32Array, meanBlock: number, stream: RandomStream): void {
  if (!(meanBlock >= 1)) throw new RangeError(`meanBlock is ${meanBlock}: expected a number of rows >= 1`);
  const rows = out.length;
  const restart = 1 / meanBlock;
  let row = 0;
  for (let i = 0; i < rows; i++) {
    row = i === 0 || stream.uniform() < restart ? stream.integer(rows) : (row + 1) % rows;
    out[i] = row;
  }
}
