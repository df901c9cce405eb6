/** Risk measures of hedging results. @module */
export { createCriterion, type ObjectiveConfig } from './create-criterion.ts';
export type { Criterion } from './criterion.ts';
export { cvar } from './cvar.ts';
export { entropic } from './entropic.ts';
export { meanSd } from './mean-sd.ts';
export { variance } from './variance.ts';
