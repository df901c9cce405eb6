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
export { type CompareDetectorsOptions, compareDetectors } from './selection/compare-detectors.ts';
export type * from './selection/detector-comparison.ts';
export { type InformationCriteria, informationCriteria } from './selection/information-criteria.ts';
export { createSwitchGuard, guardSwitches, type SwitchGuard, type SwitchGuardOptions } from './switch-guard.ts';
export { type RegimeRefit, type WalkedRegimes, type WalkRegimesOptions, walkRegimes } from './walk-regimes.ts';
