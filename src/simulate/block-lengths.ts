import type { RandomStream } from '../math/random.ts';

/**
 * Draws lengths of blocks, in days, of the stationary bootstrap (Politis and Romano 1994): geometric with the given
 * mean, so that a block ends with probability 1 / mean after each of its days.
 *
 * @param meanBlockDays 1 or more; 1 gives blocks of one day always
 * @throws RangeError on a mean below 1 day
 */
export function createBlockLengths(meanBlockDays: number): (stream: Pick<RandomStream, 'uniform'>) => number {
  if (!(meanBlockDays >= 1 && meanBlockDays < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`meanBlockDays is ${meanBlockDays}: expected 1 day or more`);
  }
  // By inversion: 1 + ⌊ln U / ln(1 − 1/mean)⌋. With a mean of one day the divisor is −Infinity and the quotient 0.
  const divisor = Math.log1p(-1 / meanBlockDays);
  return (stream) => 1 + Math.floor(Math.log(1 - stream.uniform()) / divisor);
}
