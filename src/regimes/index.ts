/** Regime detectors: filtered probabilities, alignment, rules against flicker, prediction. @module */
export { type AlignedRegimes, alignRegimes } from './align.ts';
export type { CalmModel } from './calm/calm-model.ts';
export { type CalmedRegimes, calmRegimes } from './calm/calm-regimes.ts';
export type { CalmReport } from './calm/calm-report.ts';
export type * from './calm/calm-rule.ts';
export { type HysteresisOptions, hysteresis } from './calm/hysteresis.ts';
export { loadCalmRule } from './calm/load-calm-rule.ts';
export { minimumDwell } from './calm/minimum-dwell.ts';
export { type PersistenceOptions, persistence } from './calm/persistence.ts';
export { probabilityThreshold } from './calm/probability-threshold.ts';
export { createSwitchGuard, guardSwitches, type SwitchGuard, type SwitchGuardOptions } from './calm/switch-guard.ts';
export { type CalmDetector, wrapDetector } from './calm/wrap-detector.ts';
export { inertia, silhouette } from './cluster-scores.ts';
export { countSwitches } from './count-switches.ts';
export {
  createDetector,
  type DetectorName,
  type DetectorSettings,
  type DetectorTerms,
  detectorNames,
  detectorSchema,
  usualFeaturesOf,
} from './create-detector.ts';
export type * from './detector.ts';
export { expectedDurations } from './expected-durations.ts';
export { forecastVarianceByRegimes, type RegimeVarianceForecast } from './forecast-variance-by-regimes.ts';
export type { CovarianceKind } from './hmm/covariance.ts';
export type { EmissionLaw } from './hmm/emissions.ts';
export {
  createHmmDetector,
  type HmmDetector,
  type HmmDetectorOptions,
  type HmmFitOptions,
} from './hmm/hmm-detector.ts';
export type { HmmModel } from './hmm/hmm-model.ts';
export type { HmmFit } from './hmm/hmm-parts.ts';
export type { HmmSample } from './hmm/sample-hmm.ts';
export { createKMeansDetector, type KMeansDetector } from './kmeans/kmeans.ts';
export type { KMeansModel } from './kmeans/kmeans-model.ts';
export { labelTransition } from './label-transition.ts';
export { loadRegimeModel } from './load-regime-model.ts';
export {
  createMixtureDetector,
  type MixtureDetector,
  type MixtureDetectorOptions,
} from './mixture/mixture-detector.ts';
export type { MixtureModel } from './mixture/mixture-model.ts';
export { mostProbable } from './most-probable.ts';
export { compareDetectorsOnThread, walkRegimesOnThread } from './on-thread.ts';
export { predictRegimes } from './predict-regimes.ts';
export { type RegimeMoments, regimeMoments } from './regime-moments.ts';
export { createRegimePool } from './regime-pool.ts';
export { type SampledRegimes, sampleRegimes } from './sample-regimes.ts';
export { type CompareDetectorsOptions, compareDetectors } from './selection/compare-detectors.ts';
export type * from './selection/detector-comparison.ts';
export { type InformationCriteria, informationCriteria } from './selection/information-criteria.ts';
export { stationaryShares } from './stationary-shares.ts';
export { type RegimeRefit, type WalkedRegimes, type WalkRegimesOptions, walkRegimes } from './walk-regimes.ts';
