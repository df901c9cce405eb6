/**
 * log of the mean of exp(x): nothing overflows, and digits are kept both where all x are near 0, so that the mean is
 * near 1, and where one x stands far above the others.
 *
 * @throws RangeError on an empty sample
 * @example
 * logMeanExp([1000, 1000 + Math.log(3)]); // 1000 + log 2
 */
export function logMeanExp(values: ArrayLike<number>): number {
  if (values.length === 0) throw new RangeError('the sample is empty: expected at least one value');
  let largest = values[0];
  for (let i = 1; i < values.length; i++) if (values[i] > largest) largest = values[i];
  let excess = 0;
  for (let i = 0; i < values.length; i++) excess += Math.expm1(values[i] - largest);
  excess /= values.length;
  if (excess > -0.5) return largest + Math.log1p(excess);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i] - largest);
  return largest + Math.log(sum / values.length);
}
