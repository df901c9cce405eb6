import type { Paths } from '../market/paths.ts';
import { requireCount } from '../support/require.ts';

/** Spot at writing of every simulated path: simulated money is in percent of it. */
export const spotAtWriting = 100;

/**
 * What paths are wanted. The same request always gives the same bits, and path p of a seed and a stream is the same
 * whatever the batch it is drawn in: paths [a, b) are those columns of paths [0, c).
 */
export interface SimulationRequest {
  readonly paths: number;
  /** Hedging intervals from writing to expiry. */
  readonly steps: number;
  /** Trading days from one hedging decision to the next; 1 by default. */
  readonly daysPerStep?: number;
  /** Strike over spot at writing; 1 by default. */
  readonly moneyness?: number;
  readonly seed: number;
  /** Names of this draw's own random stream, such as `['validation']`: other names, other paths. */
  readonly stream: readonly (string | number)[];
  /** Number of the first path; 0 by default. */
  readonly firstPath?: number;
  /**
   * Path 2k + 1 mirrors the shocks of path 2k (`paths` and `firstPath` must be even). Markets whose shocks may not be
   * mirrored, such as those that resample history, draw plain paths instead.
   */
  readonly antithetic?: boolean;
  /**
   * 'sobol': randomised quasi-random points (Sobol's with a scrambling by the seed, through a Brownian bridge), in
   * markets that say so (`Market.samplings`). 'pseudo-random' by default.
   */
  readonly sampling?: Sampling;
  /**
   * 'model' (default): implied volatility of the contract's strike and remaining life, as the market's documentation
   * says. 'instantaneous': the square root of the variance at hand, which takes no time to compute.
   */
  readonly quote?: 'model' | 'instantaneous';
  /** Names of the signals wanted, of the market's; all by default. The others are left out of the paths, and not computed. */
  readonly signals?: readonly string[];
}

export type Sampling = 'pseudo-random' | 'sobol';

/** Columns that a market draws into: those of `Paths`, or a stretch of them. */
export interface PathColumns {
  /** Values from one step to the next. */
  readonly stride: number;
  /** Place of the first path drawn within a step's values. */
  readonly offset: number;
  readonly spot: Float64Array;
  readonly impliedVol: Float64Array;
  /** One column for each signal wanted, of the market's: it draws no other. */
  readonly signals: Readonly<Record<string, Float64Array>>;
}

/** A market that can be drawn: it gives price paths with implied volatilities, as history does. */
export interface Market {
  /** 'gbm', 'heston', … */
  readonly name: string;
  /** Trading days in the market's year: years to expiry are counted on it. */
  readonly daysPerYear: number;
  /** Signals that its paths carry, such as `variance`, `regime.hmm.0`. */
  readonly signals: readonly string[];
  /** What implied volatilities are: decimals of the price, or money (Bachelier). */
  readonly volUnit: 'lognormal' | 'normal';
  /** The one implied volatility that all its paths have at every step, where that is so. */
  readonly flatVol?: number;
  /** Whether antithetic paths mirror each other here. */
  readonly mirrors: boolean;
  readonly samplings: readonly Sampling[];
  /** Throws a RangeError on a request that makes no sense. */
  simulate(request: SimulationRequest): Paths;
  /** As `simulate`, into columns at hand: what workers and streams call. The request must have passed `checkRequest`. */
  draw(request: SimulationRequest, into: PathColumns): void;
  /** Plain data from which `loadMarket` restores a market that draws the same bits. */
  toJSON(): MarketJSON;
}

export interface MarketJSON {
  readonly market: string;
  readonly [key: string]: unknown;
}

/** What makes a market: `defineMarket` adds the rest. */
export type MarketParts = Omit<Market, 'simulate' | 'volUnit' | 'mirrors' | 'samplings'> &
  Partial<Pick<Market, 'volUnit' | 'mirrors' | 'samplings'>>;

/**
 * A market around the function that draws it. Unless the parts say otherwise, volatilities are lognormal, a request for
 * antithetic pairs gets plain paths, and one for Sobol points is refused.
 */
export function defineMarket(parts: MarketParts): Market {
  const { volUnit = 'lognormal', mirrors = false, samplings = ['pseudo-random'] } = parts;
  const market: Market = {
    ...parts,
    volUnit,
    mirrors,
    samplings,
    simulate(request) {
      checkRequest(request, market);
      const paths = createPaths(request, market);
      market.draw(request, { ...paths, stride: request.paths, offset: 0 });
      return paths;
    },
  };
  return market;
}

/** Throws a RangeError on a request that makes no sense, or that the market cannot meet. */
export function checkRequest(
  request: SimulationRequest,
  { name, samplings, signals: known }: Pick<Market, 'name' | 'samplings' | 'signals'>,
): void {
  const { paths, steps, daysPerStep = 1, moneyness = 1, firstPath = 0, antithetic = false } = request;
  const { sampling = 'pseudo-random', signals = [] } = request;
  requireCount('paths', paths);
  requireCount('steps', steps);
  requireCount('daysPerStep', daysPerStep);
  if (!(Number.isSafeInteger(firstPath) && firstPath >= 0)) {
    throw new RangeError(`firstPath is ${firstPath}: expected a whole number >= 0`);
  }
  if (!(moneyness > 0 && moneyness < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`moneyness is ${moneyness}: expected strike over spot, above 0`);
  }
  if (!Number.isSafeInteger(request.seed)) throw new RangeError(`seed is ${request.seed}: expected a whole number`);
  if (!['model', 'instantaneous', undefined].includes(request.quote)) {
    throw new RangeError(`quote is '${request.quote}': expected model or instantaneous`);
  }
  if (antithetic && (paths % 2 !== 0 || firstPath % 2 !== 0)) {
    const [field, value] = paths % 2 === 0 ? ['firstPath', firstPath] : ['paths', paths];
    throw new RangeError(`${field} is ${value}: expected an even number, since antithetic paths come in pairs`);
  }
  if (!samplings.includes(sampling)) {
    throw new RangeError(
      `sampling is '${sampling}': the market '${name}' has ${samplings.join(' and ')}${samplings.length === 1 ? ' alone' : ''}`,
    );
  }
  for (const signal of signals) {
    if (known.includes(signal)) continue;
    throw new RangeError(`signals name '${signal}': the market '${name}' has ${known.join(', ') || 'none'}`);
  }
  if (antithetic && sampling === 'sobol') {
    throw new RangeError("antithetic is true with sampling 'sobol': expected one or the other");
  }
}

/** Empty paths of a request, with strikes and years to expiry in place. `allocate` makes the large columns. */
export function createPaths(
  { paths, steps, daysPerStep = 1, moneyness = 1, signals: wanted }: SimulationRequest,
  { daysPerYear, signals }: Pick<Market, 'daysPerYear' | 'signals'>,
  allocate: (values: number) => Float64Array = (values) => new Float64Array(values),
): Paths {
  const column = () => allocate((steps + 1) * paths);
  return {
    paths,
    steps,
    spot: column(),
    impliedVol: column(),
    yearsToExpiry: Float64Array.from({ length: steps + 1 }, (_, step) => ((steps - step) * daysPerStep) / daysPerYear),
    strike: new Float64Array(paths).fill(moneyness * spotAtWriting),
    signals: Object.fromEntries(
      signals.filter((name) => wanted?.includes(name) !== false).map((name) => [name, column()]),
    ),
  };
}
