/** Arithmetic mean. Throws a RangeError on an empty sample. */
export function mean(values: ArrayLike<number>): number {
  if (values.length === 0) throw new RangeError('the sample is empty: expected at least one value');
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Variance with divisor n, the mean of the squared deviations: of a sample taken as the whole distribution. */
export function populationVariance(values: ArrayLike<number>): number {
  const center = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - center) ** 2;
  return sum / values.length;
}

/** Square root of `populationVariance`. */
export function standardDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(populationVariance(values));
}
