import type { FeatureMatrix } from '../market/features.ts';
import type { RegimeModel } from './detector.ts';
import { mostProbable } from './most-probable.ts';

/** Share of the rows that two models label alike, 0 to 1, by their most probable filtered regimes; 1 without rows. */
export function labelAgreement(previous: RegimeModel, next: RegimeModel, features: FeatureMatrix): number {
  const before = mostProbable(previous.filter(features));
  const after = mostProbable(next.filter(features));
  let alike = 0;
  for (let t = 0; t < before.length; t++) if (before[t] === after[t]) alike++;
  return before.length === 0 ? 1 : alike / before.length;
}
