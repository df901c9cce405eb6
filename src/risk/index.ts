/** Risk measures of hedging results. @module */
export { createCriterion, type ObjectiveConfig } from './create-criterion.ts';
export type { Criterion, SmoothingOptions } from './criterion.ts';
export { cvar } from './cvar.ts';
export { type DownsideOptions, downside } from './downside.ts';
export { entropic } from './entropic.ts';
export { indifferencePrice } from './indifference-price.ts';
export { isoelastic } from './isoelastic.ts';
export { meanSd } from './mean-sd.ts';
export { meanVariance } from './mean-variance.ts';
export { quadraticCvar } from './quadratic-cvar.ts';
export { variance } from './variance.ts';
