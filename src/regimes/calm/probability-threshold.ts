import type { LabelRule } from './calm-rule.ts';

/**
 * A regime is entered only on a row whose probability of it reaches the threshold.
 *
 * @param probability from 0 to 1; up to 1 / the number of regimes holds none back
 * @throws RangeError on any other
 * @example
 * calmRegimes(model.filter(features), [probabilityThreshold(0.8)]).labels;
 */
export function probabilityThreshold(probability: number): LabelRule {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`probabilityThreshold is ${probability}: expected a number from 0 to 1`);
  }
  return {
    acts: 'on labels',
    allows: (_held, wanted, _heldDays, probabilities) => probabilities[wanted] >= probability,
    toJSON: () => ({ rule: 'probabilityThreshold', probability }),
  };
}
