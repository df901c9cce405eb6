import { bootstrapBlockLength } from './block-length.ts';
import { mean } from './moments.ts';

/** Blocks longer than a lag with less than this probability add nothing to the sum. */
const negligible = 1e-12;

/**
 * Standard error of the mean of values that follow each other in time and may depend on their neighbours: that of the
 * stationary bootstrap (Politis and Romano 1994), which needs no draws. Two drawn rows at distance k belong to one block
 * with probability (1 − 1/b)^k and are independent otherwise, so that
 *   n Var = C(0) + 2 Σ_k (1 − k/n) (1 − 1/b)^k C(k),
 * C the autocovariance with the series wrapped around its end, b the mean block length.
 *
 * @param meanBlock in rows; that of `bootstrapBlockLength` when left out, which takes 20 values
 * @throws RangeError on too few values, or on a mean block below 1
 * @example
 * meanStandardError(scoreOfOne.map((score, day) => score - scoreOfOther[day]));
 */
export function meanStandardError(values: Float64Array, meanBlock = bootstrapBlockLength(values)): number {
  if (!(meanBlock >= 1)) throw new RangeError(`meanBlock is ${meanBlock}: expected a number of rows >= 1`);
  const center = mean(values);
  const rows = values.length;
  const deviations = values.map((value) => value - center);
  const stay = 1 - 1 / meanBlock;
  let variance = wrappedCovariance(deviations, 0);
  for (let lag = 1, together = stay; lag < rows && together > negligible; lag++, together *= stay) {
    variance += 2 * (1 - lag / rows) * together * wrappedCovariance(deviations, lag);
  }
  // A variance, hence not negative but for rounding.
  return Math.sqrt(Math.max(0, variance) / rows);
}

function wrappedCovariance(deviations: Float64Array, lag: number): number {
  const rows = deviations.length;
  let sum = 0;
  for (let t = lag; t < rows; t++) sum += deviations[t] * deviations[t - lag];
  for (let t = 0; t < lag; t++) sum += deviations[t] * deviations[t - lag + rows];
  return sum / rows;
}
