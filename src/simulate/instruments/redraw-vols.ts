import type { Paths } from '../../market/paths.ts';
import type { DrawnFrom } from './quote-source.ts';

/** Paths drawn at a time: what bounds the memory of days beyond the contract's expiry. Even, for antithetic pairs. */
const batchPaths = 4096;

/**
 * Implied volatilities of an option of another strike and expiry along paths, from their market: the same paths drawn again
 * with its strike, and on to its expiry. Draws are counted by path and day, so the first steps are the same to the bit
 * however many follow; this is checked.
 *
 * @param extraDays whole days from the contract's expiry to the option's
 * @returns (steps + 1) × paths values
 * @throws RangeError when the market draws other paths
 */
export function redrawVols(
  paths: Paths,
  { market, request }: DrawnFrom,
  moneyness: number,
  extraDays: number,
): Float64Array {
  const { daysPerStep = 1, firstPath = 0 } = request;
  // In whole steps where that reaches the expiry, else day by day.
  const inSteps = extraDays % daysPerStep === 0;
  const stride = inSteps ? 1 : daysPerStep;
  const time = inSteps
    ? { steps: paths.steps + extraDays / daysPerStep, daysPerStep }
    : { steps: paths.steps * daysPerStep + extraDays, daysPerStep: 1 };
  const vols = new Float64Array(paths.spot.length);
  for (let first = 0; first < paths.paths; first += batchPaths) {
    const count = Math.min(batchPaths, paths.paths - first);
    const batch = { paths: count, firstPath: firstPath + first, moneyness, quote: 'model', signals: [] } as const;
    const drawn = market.simulate({ ...request, ...time, ...batch });
    for (let step = 0; step <= paths.steps; step++) {
      const from = step * stride * count;
      const to = step * paths.paths + first;
      for (let i = 0; i < count; i++) {
        if (drawn.spot[from + i] !== paths.spot[to + i]) {
          throw otherPaths({ market, request }, step, first + i, drawn.spot[from + i], paths.spot[to + i], extraDays);
        }
        vols[to + i] = drawn.impliedVol[from + i];
      }
    }
  }
  return vols;
}

function otherPaths(
  { market, request }: DrawnFrom,
  step: number,
  path: number,
  drawn: number,
  given: number,
  extraDays: number,
): RangeError {
  const where = `the market '${market.name}' draws a price of ${drawn} at step ${step} of path ${path}, where the paths have ${given}`;
  return new RangeError(
    request.sampling === 'sobol' && extraDays > 0
      ? `${where}: Sobol's points change with the number of steps; draw pseudo-random paths, or give options the contract's expiry`
      : `${where}: expected the market and the request that the paths were drawn from`,
  );
}
