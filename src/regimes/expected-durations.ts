import { checkTransition } from './check-transition.ts';

/**
 * Mean length of a spell of each regime in days, the day of entry included: 1 / (1 − p_ii), for spells of a Markov chain are
 * geometric (Hamilton 1989). Infinity for a regime that is never left.
 *
 * @throws RangeError on a transition whose rows are no distributions
 * @example
 * expectedDurations([Float64Array.of(0.98, 0.02), Float64Array.of(0.05, 0.95)]); // 50 and 20 days
 */
export function expectedDurations(transition: readonly Float64Array[]): Float64Array {
  checkTransition(transition);
  // The ways out are added up: 1 − p_ii loses digits where a regime lasts.
  return Float64Array.from(transition, (row, i) => 1 / row.reduce((sum, p, j) => (j === i ? sum : sum + p), 0));
}
