import type { Paths } from '../market/paths.ts';
import { requireCount } from '../support/require.ts';

/** Spot at writing of every simulated path: simulated money is in percent of it. */
export const spotAtWriting = 100;

/** What paths are wanted. The same request always gives the same bits. */
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
  /**
   * Path p + paths / 2 mirrors the shocks of path p (`paths` must be even). Markets whose shocks may not be mirrored,
   * such as those that resample history, draw plain paths instead.
   */
  readonly antithetic?: boolean;
}

/** A market that can be drawn: it gives price paths with implied volatilities, as history does. */
export interface Market {
  /** 'gbm', 'filtered-history', … */
  readonly name: string;
  /** Trading days in the market's year: years to expiry are counted on it. */
  readonly daysPerYear: number;
  /** Throws a RangeError on a request that makes no sense. */
  simulate(request: SimulationRequest): Paths;
  /** Plain data from which `loadMarket` restores a market that draws the same bits. */
  toJSON(): MarketJSON;
}

export interface MarketJSON {
  readonly market: string;
  readonly [key: string]: unknown;
}

/** Empty paths of a request, with strikes and years to expiry in place: what every market fills. */
export function createPaths(
  { paths, steps, daysPerStep = 1, moneyness = 1, antithetic = false }: SimulationRequest,
  daysPerYear: number,
): Paths {
  requireCount('paths', paths);
  requireCount('steps', steps);
  requireCount('daysPerStep', daysPerStep);
  if (!(moneyness > 0)) throw new RangeError(`moneyness is ${moneyness}: expected strike over spot, above 0`);
  if (antithetic && paths % 2 !== 0) {
    throw new RangeError(`paths is ${paths}: expected an even number, since antithetic paths come in pairs`);
  }
  return {
    paths,
    steps,
    spot: new Float64Array((steps + 1) * paths),
    impliedVol: new Float64Array((steps + 1) * paths),
    yearsToExpiry: Float64Array.from({ length: steps + 1 }, (_, step) => ((steps - step) * daysPerStep) / daysPerYear),
    strike: new Float64Array(paths).fill(moneyness * spotAtWriting),
    signals: {},
  };
}
