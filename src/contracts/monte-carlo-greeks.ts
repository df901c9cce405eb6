import { defaultGreekSteps, type GreekSteps, type Greeks, type PricingPoint } from './greeks.ts';
import { createRunningMean } from './running-mean.ts';
import type { Underlying } from './underlying.ts';

/** A Monte Carlo estimate. */
export interface Estimate {
  readonly value: number;
  readonly standardError: number;
}

export type GreekEstimates = { readonly [Greek in keyof Greeks]: Estimate };

export interface MonteCarloGreekOptions {
  /**
   * Moves of the differences. By default 1 % of the standard deviation of the price at expiry for spot, 1 % of the
   * volatility, 1 % of the years and 1e-4 of rate. The spread of a second difference, and of every difference of a payoff
   * that jumps, grows as its step shrinks; the bias grows with the square of the step. A volatility of 0 is moved around
   * its step.
   */
  readonly steps?: Partial<GreekSteps>;
  /** What the volatility is of, for the default steps: 'black-scholes' unless given. */
  readonly model?: Underlying['model'];
  /** Paths 2k and 2k + 1 mirror each other: standard errors are those of the means of pairs. */
  readonly antithetic?: boolean;
}

/**
 * Greeks by differences of Monte Carlo prices on common random numbers (Glasserman 2003, "Monte Carlo Methods in
 * Financial Engineering", 7.1): every point is priced on the same shocks, so the differences are taken path by path and
 * their spread is what the standard errors come from.
 *
 * What a contract observed when it was written does not move with the price: a hedge moves against the past as it is. So
 * contracts that look back at writing (extremes, the first return of a variance swap, levels that are multiples of the
 * price then) are run with the price at `written` first and the moved prices from the next fixing on, as `payoffsOf` does
 * with `atWriting`. Moved with the rest, the price at writing would give a floating lookback a delta of price / spot.
 *
 * @param discountedPayoffs discounted payoff of each path at a point, of a contract written at another (`at` as it was
 * given): the same seed and number of paths every time
 * @throws RangeError when the number of paths changes from one point to the next, or is odd with antithetic pairs
 * @example
 * const lookback = createContract({ type: 'lookback', option: 'put', kind: 'floating' });
 * const atWriting = new Float64Array(paths).fill(100);
 * monteCarloGreeks((at) => payoffsOf(lookback, drawPaths(at, seed), { atWriting }), {
 *   spot: 100, vol: 0.2, years: 1, rate: 0,
 * }).delta; // { value: …, standardError: … }
 */
export function monteCarloGreeks(
  discountedPayoffs: (at: PricingPoint, written: PricingPoint) => Float64Array,
  at: PricingPoint,
  { steps = {}, model = 'black-scholes', antithetic = false }: MonteCarloGreekOptions = {},
): GreekEstimates {
  const size = { ...coarseSteps(at, model), ...steps };
  const middle = discountedPayoffs(at, at);
  const { length } = middle;
  if (length === 0 || (antithetic && length % 2 !== 0)) {
    throw new RangeError(`there are ${length} payoffs: expected ${antithetic ? 'an even number' : 'some'}`);
  }
  const run = (move: Partial<PricingPoint>): Float64Array => {
    const values = discountedPayoffs({ ...at, ...move }, at);
    if (values.length === length) return values;
    throw new RangeError(`there are ${values.length} payoffs after ${length}: expected the same paths at every point`);
  };
  const up = run({ spot: at.spot + size.spot });
  const down = run({ spot: at.spot - size.spot });
  const vol = at.vol > 0 ? at.vol : size.vol;
  const centre = vol === at.vol ? middle : run({ vol });
  const high = run({ vol: vol + size.vol });
  const low = run({ vol: vol - size.vol });
  const upHigh = run({ spot: at.spot + size.spot, vol: vol + size.vol });
  const upLow = run({ spot: at.spot + size.spot, vol: vol - size.vol });
  const downHigh = run({ spot: at.spot - size.spot, vol: vol + size.vol });
  const downLow = run({ spot: at.spot - size.spot, vol: vol - size.vol });
  const later = run({ years: at.years - size.years });
  const earlier = run({ years: at.years + size.years });
  const rateUp = run({ rate: at.rate + size.rate });
  const rateDown = run({ rate: at.rate - size.rate });
  const estimate = (one: (path: number) => number): Estimate => estimateMean(one, length, antithetic);
  return {
    price: estimate((p) => middle[p]),
    delta: estimate((p) => (up[p] - down[p]) / (2 * size.spot)),
    gamma: estimate((p) => (up[p] - 2 * middle[p] + down[p]) / size.spot ** 2),
    vega: estimate((p) => (high[p] - low[p]) / (2 * size.vol)),
    theta: estimate((p) => (later[p] - earlier[p]) / (2 * size.years)),
    rho: estimate((p) => (rateUp[p] - rateDown[p]) / (2 * size.rate)),
    vanna: estimate((p) => (upHigh[p] - upLow[p] - downHigh[p] + downLow[p]) / (4 * size.spot * size.vol)),
    volga: estimate((p) => (high[p] - 2 * centre[p] + low[p]) / size.vol ** 2),
  };
}

function coarseSteps(at: PricingPoint, model: Underlying['model']): GreekSteps {
  const fine = defaultGreekSteps(at, model);
  const vol = at.vol > 0 ? 0.01 * at.vol : fine.vol;
  return { spot: 10 * fine.spot, vol, years: 0.01 * at.years, rate: 1e-4 };
}

function estimateMean(one: (path: number) => number, paths: number, antithetic: boolean): Estimate {
  const average = createRunningMean();
  if (antithetic) for (let p = 0; p < paths; p += 2) average.add(0.5 * (one(p) + one(p + 1)));
  else for (let p = 0; p < paths; p++) average.add(one(p));
  return { value: average.mean, standardError: average.standardError };
}
