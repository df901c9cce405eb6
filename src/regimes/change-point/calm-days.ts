import { quantile } from '../../math/quantile.ts';
import { InputError } from '../../support/input-error.ts';

/** What days without a change look like, learnt from a past that may hold storms. */
export interface CalmDays {
  /** Daily volatility of an ordinary day. */
  readonly scale: number;
  /** Squares of the past's returns over their own recent size, in units in which the ordinary day has variance 1. */
  readonly squares: Float64Array;
}

const fewestReturns = 250;
/** Days behind the first judgement of a return's own recent size, and the days after which a weight has halved. */
const warmup = 21;
const halfLifeDays = 21;
/** Median of z² for z of unit variance and 5 degrees of freedom: what turns a median square into a variance. */
const medianSquare = 0.31684426;
/** Ratios of sizes beyond this are clipped, so that no square overflows. */
const clipAt = 1e100;

/**
 * The median of squared returns as the ordinary day's, which storms on less than half of the days hardly move; and
 * each return over the exponentially weighted mean size of the days before it (half-life 21 days), which takes
 * the changes of volatility out and leaves the tails of the days themselves.
 *
 * @throws InputError on fewer than 250 returns, on returns half of which are 0, and on returns of one size
 */
export function learnCalmDays(returns: Float64Array): CalmDays {
  const past = returns.filter(Number.isFinite);
  if (past.length < fewestReturns) {
    throw new InputError(
      `the past has ${past.length} returns: expected at least ${fewestReturns} to learn what is calm`,
    );
  }
  const sizes = past.map(Math.abs);
  const ordinary = quantile(sizes, 0.5);
  const residuals = dividedByRecentSize(sizes.map((size) => (ordinary > 0 ? Math.min(clipAt, size / ordinary) : 0)));
  const own = residuals.length === 0 ? 0 : quantile(residuals, 0.5);
  if (!(ordinary > 0 && own > 0)) {
    throw new InputError(`half of ${past.length} returns or more are 0: expected returns of a market that moves`);
  }
  const squares = residuals.map((residual) => medianSquare * Math.min(clipAt, residual / own) ** 2);
  if (squares.every((square) => Math.abs(square - squares[0]) <= 1e-9 * square)) {
    throw new InputError(`${past.length} returns are all of the size ${ordinary}: expected returns that vary`);
  }
  return { scale: ordinary / Math.sqrt(medianSquare), squares };
}

/** A return's square in units of the calm variance, clipped. */
export function calmSquare(dailyReturn: number, scale: number): number {
  return Math.min(clipAt, Math.abs(dailyReturn) / scale) ** 2;
}

function dividedByRecentSize(sizes: Float64Array): Float64Array {
  const decay = 2 ** (-1 / halfLifeDays);
  const residuals: number[] = [];
  let sum = 0;
  let weight = 0;
  sizes.forEach((size, t) => {
    if (t >= warmup && sum > 0) residuals.push(size * (weight / sum));
    sum = decay * sum + size;
    weight = decay * weight + 1;
  });
  return Float64Array.from(residuals);
}
