import type { Contract } from './contract.ts';
import type { PathBatch, PathPayoffs } from './monte-carlo.ts';

export interface PayoffOptions {
  /** Money per unit of level on each path; the price at writing by default. */
  readonly scale?: Float64Array;
  /**
   * Price that each path's contract saw when it was written; the path's first one by default. Paths that start elsewhere, as
   * those of a greek by differences, say here where they started unmoved: what was observed stays when the price moves.
   */
  readonly atWriting?: Float64Array;
  /** Years from writing to expiry, by which realised variance is annualised; a 252nd for each step by default. */
  readonly years?: number;
}

/**
 * What a contract pays on each path, in money, undiscounted: it is run from writing to expiry with every step a fixing.
 *
 * @throws RangeError when the prices are not (steps + 1) × paths values
 * @example
 * const asian = createContract({ type: 'asian', option: 'call', average: 'arithmetic', strike: 1 });
 * payoffsOf(asian, { paths: 1, steps: 2, spot: Float64Array.of(100, 104, 110) }); // [7]
 */
export function payoffsOf(contract: Contract, batch: PathBatch, options?: PayoffOptions): Float64Array {
  const out = new Float64Array(batch.paths);
  contractPayoffs(contract, options)(out, batch);
  return out;
}

/**
 * A contract's payoffs as `monteCarloPrice` takes them. A scale given must fit the size of every batch.
 *
 * @example
 * const lookback = createContract({ type: 'lookback', option: 'put', kind: 'floating' });
 * monteCarloPrice([createGbm({ volAnnual: 0.2 }).simulate(request)], contractPayoffs(lookback));
 */
export function contractPayoffs(contract: Contract, { scale, atWriting, years }: PayoffOptions = {}): PathPayoffs {
  return (out, { paths, steps, spot }) => {
    if (spot.length !== (steps + 1) * paths) {
      throw new RangeError(`spot has ${spot.length} values: expected ${steps + 1} steps × ${paths} paths`);
    }
    const first = atWriting ?? spot.slice(0, paths);
    if (first.length !== paths) {
      throw new RangeError(`atWriting has ${first.length} values: expected one for each of the ${paths} paths`);
    }
    const running = contract.run(scale ?? first, steps, years);
    running.observe(first);
    for (let step = 1; step <= steps; step++) running.observe(spot.subarray(step * paths, (step + 1) * paths));
    running.payoff(out);
  };
}
