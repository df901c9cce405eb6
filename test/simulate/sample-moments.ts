/** Mean of values and its standard error. */
export function meanAndError(values: ArrayLike<number>): { readonly mean: number; readonly error: number } {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) ** 2;
  return { mean, error: Math.sqrt(squares) / values.length };
}

/** How many standard errors the mean of values lies from what it should be. */
export function errorsFrom(values: ArrayLike<number>, expected: number): number {
  const { mean, error } = meanAndError(values);
  return Math.abs(mean - expected) / error;
}
