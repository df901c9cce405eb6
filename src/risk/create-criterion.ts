import type { Criterion } from './criterion.ts';
import { cvar } from './cvar.ts';
import { entropic } from './entropic.ts';
import { meanSd } from './mean-sd.ts';
import { variance } from './variance.ts';

/** A criterion as configuration names it. */
export type ObjectiveConfig =
  | { readonly criterion: 'mean-sd'; readonly riskAversion: number }
  | { readonly criterion: 'cvar'; readonly level: number }
  | { readonly criterion: 'entropic'; readonly riskAversion: number }
  | { readonly criterion: 'variance' };

/**
 * The criterion that a configuration asks for. Throws a RangeError on parameters outside their range.
 *
 * @example
 * createCriterion({ criterion: 'mean-sd', riskAversion: 1.5 }).name; // 'mean + 1.5 sd'
 */
export function createCriterion(objective: ObjectiveConfig): Criterion {
  switch (objective.criterion) {
    case 'mean-sd':
      return meanSd(objective.riskAversion);
    case 'cvar':
      return cvar(objective.level);
    case 'entropic':
      return entropic(objective.riskAversion);
    case 'variance':
      return variance();
    default:
      throw new RangeError(
        `criterion is '${(objective as { criterion: unknown }).criterion}': expected mean-sd, cvar, entropic or variance`,
      );
  }
}
