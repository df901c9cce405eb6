/** Uniforms of 32 bits do not tell later values from 1. */
const resolution = 2 ** -34;
const largestMean = 500;

/**
 * Distribution function of Poisson's law: P(N ≤ 0), P(N ≤ 1), …, as far as uniforms of 32 bits tell it from 1. The number
 * of entries below a uniform is a draw by inversion.
 *
 * @param mean in [0, 500]
 * @throws RangeError on other means
 * @example
 * poissonDistribution(0.5); // 0.6065, 0.9098, 0.9856, …
 */
export function poissonDistribution(mean: number): Float64Array {
  if (!(mean >= 0 && mean <= largestMean)) {
    throw new RangeError(`mean is ${mean}: expected a number of events between 0 and ${largestMean}`);
  }
  const values: number[] = [];
  let probability = Math.exp(-mean);
  let sum = probability;
  for (let events = 0; events < mean || probability > resolution; events++) {
    values.push(sum);
    probability *= mean / (events + 1);
    sum += probability;
  }
  return Float64Array.from(values);
}
