import { requireCount, requirePositive } from '../support/require.ts';

export interface MinimiseOptions {
  /** Most iterations; 500 by default. */
  readonly maxIterations?: number;
  /** Converged once every slope is below this × max(1, |value|); 1e-6 by default, near what central differences resolve. */
  readonly gradientTolerance?: number;
  /** Exact slopes of the objective where they are known; by central differences when left out. */
  readonly gradient?: (point: Float64Array) => Float64Array;
}

/** Where a minimisation ended. */
export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  /** Largest slope at `point`, in size. */
  readonly slope: number;
  readonly iterations: number;
  /** Values of the objective computed, those of the slopes included. */
  readonly evaluations: number;
  /** Whether the slopes met the tolerance, or no step within rounding lowers the value further. */
  readonly converged: boolean;
}

/** Sufficient decrease and curvature of the weak Wolfe conditions. */
const decrease = 1e-4;
const curvature = 0.9;
/** Trials of one line search. */
const maxTrials = 40;
/** Central differences are best at the cube root of the rounding error. */
const relativeStep = 6e-6;

/**
 * Minimises a smooth function of several variables without constraints: BFGS (Nocedal and Wright, Numerical
 * Optimization, 2006, algorithm 6.1) on slopes by central differences unless exact ones are given, with a bisecting
 * line search for the weak Wolfe conditions (Lewis and Overton, Mathematical Programming 141, 2013). Bounds are met by
 * a change of variables (`boundedVariables`). Finds the nearest local minimum: try several starts where there may be
 * more.
 *
 * Where the objective is not finite it counts as +Infinity: the search turns back.
 *
 * @param objective must not keep or change the array that it is given
 * @param start where to begin; the objective must be finite there
 * @throws RangeError when it is not
 * @example
 * minimise(([x, y]) => (x - 1) ** 2 + 10 * (y - x * x) ** 2, [0, 0]).point; // near [1, 1]
 */
export function minimise(
  objective: (point: Float64Array) => number,
  start: ArrayLike<number>,
  { maxIterations = 500, gradientTolerance = 1e-6, gradient: exact }: MinimiseOptions = {},
): Minimum {
  requireCount('maxIterations', maxIterations);
  requirePositive('gradientTolerance', gradientTolerance);
  const size = start.length;
  let evaluations = 0;
  const evaluate = (at: Float64Array) => {
    evaluations++;
    const found = objective(at);
    return Number.isFinite(found) ? found : Number.POSITIVE_INFINITY;
  };
  let point: Float64Array = Float64Array.from(start);
  let value = evaluate(point);
  if (value === Number.POSITIVE_INFINITY) {
    throw new RangeError(
      `the objective is not finite at the start [${point.join(', ')}]: expected a start where it is`,
    );
  }
  const slopesAt = exact ?? ((at: Float64Array, found: number) => centralGradient(evaluate, at, found));
  let gradient = slopesAt(point, value);
  let inverse = identity(size, 1);
  let iterations = 0;
  let fresh = true;
  let converged = false;
  while (!converged && iterations < maxIterations) {
    converged = largest(gradient) <= gradientTolerance * Math.max(1, Math.abs(value));
    if (converged) break;
    iterations++;
    const direction = multiply(inverse, gradient, -1);
    if (!(dot(direction, gradient) < 0)) {
      inverse = identity(size, 1);
      fresh = true;
      continue;
    }
    const found = searchLine(evaluate, slopesAt, point, value, gradient, direction, fresh);
    if (found === undefined) {
      // No lower value along the direction: steepest descent gets a try before the search gives up.
      if (fresh) {
        converged = largest(gradient) <= Math.sqrt(gradientTolerance) * Math.max(1, Math.abs(value));
        break;
      }
      inverse = identity(size, 1);
      fresh = true;
      continue;
    }
    const step = subtract(found.point, point);
    const change = subtract(found.gradient, gradient);
    const product = dot(step, change);
    if (product > 1e-10 * Math.sqrt(dot(step, step) * dot(change, change))) {
      if (fresh) inverse = identity(size, product / dot(change, change));
      updateInverse(inverse, step, change, product);
      fresh = false;
    }
    ({ point, value, gradient } = found);
  }
  return { point, value, slope: largest(gradient), iterations, evaluations, converged };
}

/** A point along the direction that meets the weak Wolfe conditions, or the best decrease found; undefined if none. */
function searchLine(
  evaluate: (at: Float64Array) => number,
  slopesAt: (at: Float64Array, found: number) => Float64Array,
  from: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
  fresh: boolean,
) {
  const descent = dot(direction, gradient);
  let shortest = 0;
  let longest = Number.POSITIVE_INFINITY;
  // A first direction is the slope itself, of no natural length.
  let length = fresh ? Math.min(1, 1 / Math.sqrt(dot(direction, direction))) : 1;
  let best: { point: Float64Array; value: number; gradient: Float64Array } | undefined;
  for (let trial = 0; trial < maxTrials; trial++) {
    const point = from.map((x, i) => x + length * direction[i]);
    const found = evaluate(point);
    if (found <= value + decrease * length * descent && found < value) {
      const slopes = slopesAt(point, found);
      best = { point, value: found, gradient: slopes };
      if (dot(direction, slopes) >= curvature * descent) return best;
      shortest = length;
    } else {
      longest = length;
      if (best !== undefined && found >= best.value && trial > 8) return best;
    }
    length = longest === Number.POSITIVE_INFINITY ? 2 * length : (shortest + longest) / 2;
    if (longest - shortest <= 1e-14 * longest) break;
  }
  return best;
}

function centralGradient(evaluate: (at: Float64Array) => number, point: Float64Array, value: number): Float64Array {
  const at = point.slice();
  return point.map((x, i) => {
    const step = relativeStep * Math.max(1, Math.abs(x));
    at[i] = x + step;
    const above = evaluate(at);
    const upper = at[i];
    at[i] = x - step;
    const below = evaluate(at);
    const lower = at[i];
    at[i] = x;
    // At the edge of where the objective is finite, one side is all there is.
    if (above === Number.POSITIVE_INFINITY) return below === above ? 0 : (value - below) / (x - lower);
    if (below === Number.POSITIVE_INFINITY) return (above - value) / (upper - x);
    return (above - below) / (upper - lower);
  });
}

/** BFGS update of the inverse Hessian in place, with s the step, y the change of the gradient, sy = s·y. */
function updateInverse(inverse: Float64Array, s: Float64Array, y: Float64Array, sy: number): void {
  const size = s.length;
  const hy = multiply(inverse, y, 1);
  const factor = (1 + dot(y, hy) / sy) / sy;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) inverse[i * size + j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / sy;
  }
}

function identity(size: number, scale: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) matrix[i * size + i] = scale;
  return matrix;
}

function multiply(matrix: Float64Array, vector: Float64Array, sign: number): Float64Array {
  const size = vector.length;
  return vector.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += matrix[i * size + j] * vector[j];
    return sign * sum;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, i) => x - b[i]);
}

function largest(vector: Float64Array): number {
  return vector.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}
