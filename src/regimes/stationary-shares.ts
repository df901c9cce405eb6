import { stationaryDistribution } from './chain/markov-chain.ts';
import { checkTransition } from './check-transition.ts';

/**
 * Share of the days that each regime has in the long run: π = π P (`stationaryDistribution`).
 *
 * @throws RangeError on a transition whose rows are no distributions, and on one that falls apart: where two sets of regimes
 * are never left, the long run depends on the start
 * @example
 * stationaryShares([Float64Array.of(0.98, 0.02), Float64Array.of(0.05, 0.95)]); // 5/7 and 2/7
 */
export function stationaryShares(transition: readonly Float64Array[]): Float64Array {
  checkTransition(transition);
  const states = transition.length;
  const closed = closedSets(transition);
  if (closed > 1) {
    throw new RangeError(
      `transition has ${closed} sets of regimes that are never left: expected one, else the long run depends on the start`,
    );
  }
  return stationaryDistribution({ states, transition: Float64Array.from(transition.flatMap((row) => [...row])) });
}

/** Sets of regimes that lead to each other and nowhere else. */
function closedSets(transition: readonly Float64Array[]): number {
  const reach = transition.map((_, i) => reachableFrom(transition, i));
  const representatives = reach.filter((set, i) => {
    const all = [...set];
    return all.every((j) => reach[j].has(i)) && i === Math.min(...all);
  });
  return representatives.length;
}

function reachableFrom(transition: readonly Float64Array[], start: number): ReadonlySet<number> {
  const seen = new Set([start]);
  for (const i of seen) {
    transition[i].forEach((p, j) => {
      if (p > 0) seen.add(j);
    });
  }
  return seen;
}
