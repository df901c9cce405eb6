/** Least and largest value of a variable; ±Infinity where there is none. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** A change of variables: free numbers stand for bounded ones. */
export interface BoundedVariables {
  /** The bounded values that free ones stand for; `into` is filled and returned. */
  toBounded(free: ArrayLike<number>, into?: Float64Array): Float64Array;
  /** Free values that stand for bounded ones. Values at or beyond a bound are moved a little inside. */
  toFree(bounded: ArrayLike<number>): Float64Array;
  /** Slope of each bounded value by its free one: what slopes of an objective are multiplied by. 0 at a bound. */
  slopes(free: ArrayLike<number>, into?: Float64Array): Float64Array;
}

/** Share of the range between two bounds that a start is kept away from them: slopes vanish at the bounds themselves. */
const inset = 1e-4;

/**
 * Bounds for a minimiser that knows none, by the changes of variables of MINUIT (James and Roos, Computer Physics
 * Communications 10, 1975): with both bounds a + (b − a)(sin y + 1)/2, with a lower one a − 1 + √(y² + 1), with an
 * upper one b + 1 − √(y² + 1). Bounds can be reached exactly.
 *
 * @throws RangeError when a lower bound is not below its upper bound
 * @example
 * const variables = boundedVariables([{ lower: 0, upper: 1 }]);
 * minimise((free) => cost(variables.toBounded(free)[0]), variables.toFree([0.5]));
 */
export function boundedVariables(bounds: readonly Bounds[]): BoundedVariables {
  bounds.forEach(({ lower, upper }, i) => {
    if (!(lower < upper))
      throw new RangeError(`bounds of variable ${i} are ${lower} and ${upper}: expected lower < upper`);
  });

  function toBounded(free: ArrayLike<number>, into = new Float64Array(bounds.length)): Float64Array {
    for (let i = 0; i < bounds.length; i++) {
      const { lower, upper } = bounds[i];
      const y = free[i];
      if (lower === Number.NEGATIVE_INFINITY && upper === Number.POSITIVE_INFINITY) into[i] = y;
      else if (upper === Number.POSITIVE_INFINITY) into[i] = lower + beyond(y);
      else if (lower === Number.NEGATIVE_INFINITY) into[i] = upper - beyond(y);
      else into[i] = lower + ((upper - lower) * (Math.sin(y) + 1)) / 2;
    }
    return into;
  }

  function toFree(bounded: ArrayLike<number>): Float64Array {
    return Float64Array.from(bounds, ({ lower, upper }, i) => {
      const x = bounded[i];
      if (lower === Number.NEGATIVE_INFINITY && upper === Number.POSITIVE_INFINITY) return x;
      if (upper === Number.POSITIVE_INFINITY) return back(x - lower);
      if (lower === Number.NEGATIVE_INFINITY) return back(upper - x);
      const share = Math.min(1 - inset, Math.max(inset, (x - lower) / (upper - lower)));
      return Math.asin(2 * share - 1);
    });
  }

  function slopes(free: ArrayLike<number>, into = new Float64Array(bounds.length)): Float64Array {
    for (let i = 0; i < bounds.length; i++) {
      const { lower, upper } = bounds[i];
      const y = free[i];
      if (lower === Number.NEGATIVE_INFINITY && upper === Number.POSITIVE_INFINITY) into[i] = 1;
      else if (upper === Number.POSITIVE_INFINITY) into[i] = y / Math.sqrt(y * y + 1);
      else if (lower === Number.NEGATIVE_INFINITY) into[i] = -y / Math.sqrt(y * y + 1);
      else into[i] = ((upper - lower) * Math.cos(y)) / 2;
    }
    return into;
  }

  return { toBounded, toFree, slopes };
}

/** √(y² + 1) − 1 without cancellation, and its inverse for distances >= 0. */
function beyond(y: number): number {
  const square = y * y;
  return square / (Math.sqrt(square + 1) + 1);
}

function back(distance: number): number {
  const inside = Math.max(inset, distance);
  return Math.sqrt(inside * (inside + 2));
}
