import type { LabelRule } from './calm-rule.ts';

export interface HysteresisOptions {
  /** Probability that a regime must reach to be entered, up to 1. */
  readonly enter: number;
  /** Probability below which a regime must fall to be left: above 0, below `enter`. */
  readonly leave: number;
}

/**
 * Two thresholds, as in a Schmitt trigger: a regime is entered only on a row whose probability of it reaches `enter`, and
 * held until its own probability falls below `leave`. Probabilities that waver between the two change nothing.
 *
 * Of two regimes, where one gains what the other loses, this is a threshold of max(enter, 1 − leave). Of three and more,
 * `leave` also holds a regime that is contested though still likely.
 *
 * @throws RangeError unless 0 < leave < enter <= 1
 * @example
 * calmRegimes(model.filter(features), [hysteresis({ enter: 0.7, leave: 0.3 })]).labels;
 */
export function hysteresis({ enter, leave }: HysteresisOptions): LabelRule {
  if (!(enter > 0 && enter <= 1)) throw new RangeError(`enter is ${enter}: expected a number above 0, up to 1`);
  if (!(leave > 0 && leave < enter)) {
    throw new RangeError(`leave is ${leave}: expected a number above 0 and below enter, ${enter}`);
  }
  return {
    acts: 'on labels',
    allows: (held, wanted, _heldDays, probabilities) => probabilities[wanted] >= enter && probabilities[held] < leave,
    toJSON: () => ({ rule: 'hysteresis', enter, leave }),
  };
}
