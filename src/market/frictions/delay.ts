import type { Friction } from './friction.ts';
import type { DelayTerms } from './friction-terms.ts';

/**
 * Orders carried out `delaySteps` hedging steps after they were decided; 0 is no delay.
 *
 * @throws RangeError when `delaySteps` is not a whole number >= 0
 */
export function executionDelay({ kind, delaySteps }: DelayTerms): Friction {
  if (!(Number.isSafeInteger(delaySteps) && delaySteps >= 0)) {
    throw new RangeError(`delaySteps of '${kind}' is ${delaySteps}: expected a whole number of hedging steps >= 0`);
  }
  return {
    kind,
    description: `orders carried out ${delaySteps} ${delaySteps === 1 ? 'step' : 'steps'} later`,
    delaySteps,
  };
}
