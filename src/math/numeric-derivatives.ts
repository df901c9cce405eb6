/** Step of a derivative, relative to max(1, |x|): the fifth root of the rounding error suits an error of fourth order. */
const relativeStep = 1e-3;

/**
 * Derivatives of a vector of values, such as the scores of the rows of a likelihood: central differences at one and two
 * steps, extrapolated so that the error is of fourth order in the step (Richardson 1911),
 * f′(x) ≈ [8 (f(x + h) − f(x − h)) − (f(x + 2h) − f(x − 2h))] / 12h.
 *
 * @param values a smooth function; it may give the same array again and again, but must not keep or change its argument
 * @param point where; variables are of size 1 or so (steps are 1e-3 × max(1, |x|))
 * @returns one column a variable, one derivative a value
 * @example
 * numericJacobian(([x, y]) => Float64Array.of(x * y, x + y), [2, 3]); // near [[3, 1], [2, 1]]
 */
export function numericJacobian(
  values: (point: Float64Array) => Float64Array,
  point: ArrayLike<number>,
): Float64Array[] {
  const at = Float64Array.from(point);
  return Array.from(at, (x, i) => {
    const step = relativeStep * Math.max(1, Math.abs(x));
    const ahead = (steps: number) => {
      at[i] = x + steps * step;
      const found = values(at).slice();
      at[i] = x;
      return found;
    };
    const near = subtract(ahead(1), ahead(-1));
    const far = subtract(ahead(2), ahead(-2));
    return near.map((difference, n) => (8 * difference - far[n]) / (12 * step));
  });
}

/** Slopes of a function of several variables: `numericJacobian` of one value. */
export function numericGradient(objective: (point: Float64Array) => number, point: ArrayLike<number>): Float64Array {
  return Float64Array.from(
    numericJacobian((at) => Float64Array.of(objective(at)), point),
    ([slope]) => slope,
  );
}

/**
 * Second derivatives of a function whose slopes are known, row by row: the Jacobian of the slopes, made symmetric.
 * Slopes by `numericGradient` will do where there are no exact ones, at some loss of digits.
 *
 * @param gradient slopes of the function at a point
 * @example
 * numericHessian(([x, y]) => Float64Array.of(2 * x * y, x * x), [1, 2]); // of x²y: [4, 2, 2, 0]
 */
export function numericHessian(
  gradient: (point: Float64Array) => Float64Array,
  point: ArrayLike<number>,
): Float64Array {
  const columns = numericJacobian(gradient, point);
  const size = columns.length;
  return Float64Array.from({ length: size * size }, (_, ij) => {
    const i = Math.floor(ij / size);
    const j = ij % size;
    return (columns[i][j] + columns[j][i]) / 2;
  });
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, n) => value - b[n]);
}
