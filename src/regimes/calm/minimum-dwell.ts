import type { LabelRule } from './calm-rule.ts';

/**
 * A regime, once entered, is held for at least so many rows; then the most probable regime of the row takes over.
 *
 * @param days whole number >= 0; 0 and 1 hold none back
 * @throws RangeError on any other
 * @example
 * calmRegimes(model.filter(features), [minimumDwell(10)]).labels; // every spell but the last has 10 days or more
 */
export function minimumDwell(days: number): LabelRule {
  if (!Number.isInteger(days) || days < 0) {
    throw new RangeError(`minimumDwellDays is ${days}: expected a whole number >= 0`);
  }
  return {
    acts: 'on labels',
    allows: (_held, _wanted, heldDays) => heldDays >= days,
    toJSON: () => ({ rule: 'minimumDwell', days }),
  };
}
