import type { Criterion } from './criterion.ts';
import { cvar } from './cvar.ts';
import { downside } from './downside.ts';
import { entropic } from './entropic.ts';
import { isoelastic } from './isoelastic.ts';
import { meanSd } from './mean-sd.ts';
import { meanVariance } from './mean-variance.ts';
import { quadraticCvar } from './quadratic-cvar.ts';
import { variance } from './variance.ts';

/** A criterion as configuration names it. */
export type ObjectiveConfig =
  | { readonly criterion: 'mean-sd'; readonly riskAversion: number }
  | { readonly criterion: 'cvar'; readonly level: number }
  | { readonly criterion: 'entropic'; readonly riskAversion: number }
  | { readonly criterion: 'variance' }
  | { readonly criterion: 'mean-variance'; readonly riskAversion: number }
  | { readonly criterion: 'downside'; readonly target: number }
  | { readonly criterion: 'quadratic-cvar'; readonly riskAversion: number }
  | { readonly criterion: 'isoelastic'; readonly riskAversion: number; readonly initialWealth: number };

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
    case 'mean-variance':
      return meanVariance(objective.riskAversion);
    case 'downside':
      return downside({ target: objective.target });
    case 'quadratic-cvar':
      return quadraticCvar(objective.riskAversion);
    case 'isoelastic':
      return isoelastic(objective);
    default:
      throw new RangeError(
        `criterion is '${(objective as { criterion: unknown }).criterion}': expected mean-sd, cvar, entropic, variance, mean-variance, downside, quadratic-cvar or isoelastic`,
      );
  }
}
