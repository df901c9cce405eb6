/** Regime detectors: filtered probabilities, alignment, guards against flicker. @module */
export { type AlignedRegimes, alignRegimes } from './align.ts';
export { inertia, silhouette } from './cluster-scores.ts';
export { countSwitches } from './count-switches.ts';
export type * from './detector.ts';
export { createHmmDetector, type HmmDetector, type HmmDetectorOptions } from './hmm/hmm-detector.ts';
export type { HmmFit, HmmModel } from './hmm/hmm-model.ts';
export { createKMeansDetector, type KMeansDetector } from './kmeans/kmeans.ts';
export type { KMeansModel } from './kmeans/kmeans-model.ts';
export { loadRegimeModel } from './load-regime-model.ts';
export { mostProbable } from './most-probable.ts';
export { evaluateSwitchingRegression, type SwitchingEvaluation } from './regression/evaluate-switching-regression.ts';
export {
  type FitSwitchingOptions,
  type FittedSwitchingRegression,
  fitSwitchingRegression,
  type SwitchingFit,
} from './regression/fit-switching-regression.ts';
export type { SwitchingData } from './regression/switching-data.ts';
export {
  createSwitchingAutoregressionDetector,
  createSwitchingRegressionDetector,
  type SwitchingAutoregressionOptions,
  type SwitchingDetector,
  type SwitchingRegressionOptions,
} from './regression/switching-detector.ts';
export type { SwitchingModel } from './regression/switching-model.ts';
export type { SwitchingParameters } from './regression/switching-parameters.ts';
export { type SwitchingStandardErrors, switchingStandardErrors } from './regression/switching-standard-errors.ts';
export type { SwitchingOptions, SwitchingTerms, Varies } from './regression/switching-terms.ts';
export { createSwitchGuard, guardSwitches, type SwitchGuard, type SwitchGuardOptions } from './switch-guard.ts';
