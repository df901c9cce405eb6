import type { Criterion, SmoothingOptions } from './criterion.ts';
import { cvar } from './cvar.ts';
import { type DownsideOptions, downside } from './downside.ts';
import { entropic } from './entropic.ts';
import { isoelastic } from './isoelastic.ts';
import { meanSd } from './mean-sd.ts';
import { meanVariance } from './mean-variance.ts';
import { quadraticCvar } from './quadratic-cvar.ts';
import { variance } from './variance.ts';

/** A criterion as configuration names it. */
export type ObjectiveConfig =
  | ({ readonly criterion: 'mean-sd'; readonly riskAversion: number } & SmoothingOptions)
  | ({ readonly criterion: 'cvar'; readonly level: number } & SmoothingOptions)
  | ({ readonly criterion: 'quadratic-cvar'; readonly riskAversion: number } & SmoothingOptions)
  | { readonly criterion: 'entropic'; readonly riskAversion: number }
  | { readonly criterion: 'isoelastic'; readonly riskAversion: number; readonly initialWealth: number }
  | ({ readonly criterion: 'downside' } & DownsideOptions)
  | { readonly criterion: 'mean-variance'; readonly riskAversion: number }
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
      return meanSd(objective.riskAversion, objective);
    case 'cvar':
      return cvar(objective.level, objective);
    case 'quadratic-cvar':
      return quadraticCvar(objective.riskAversion, objective);
    case 'entropic':
      return entropic(objective.riskAversion);
    case 'isoelastic':
      return isoelastic(objective.riskAversion, objective.initialWealth);
    case 'downside':
      return downside(objective);
    case 'mean-variance':
      return meanVariance(objective.riskAversion);
    case 'variance':
      return variance();
    default: {
      const { criterion } = objective satisfies never as { criterion: unknown };
      throw new RangeError(
        `criterion is '${criterion}': expected mean-sd, cvar, quadratic-cvar, entropic, isoelastic, downside, mean-variance or variance`,
      );
    }
  }
}
