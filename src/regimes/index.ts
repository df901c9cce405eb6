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
export type * from './change-point/change-point-detector.ts';
export type { CusumModel } from './change-point/change-point-model.ts';
export {
  type ChangePointOptions,
  type CusumDetector,
  createChangePointDetector,
} from './change-point/create-change-point-detector.ts';
export { loadChangePointModel } from './change-point/load-change-point-model.ts';
export { type MeasureAlarmsOptions, type MeasuredAlarms, measureAlarms } from './change-point/measure-alarms.ts';
export {
  type MeasureTailWarningsOptions,
  measureTailWarnings,
  type TailWarnings,
} from './change-point/measure-tail-warnings.ts';
export { calinskiHarabasz, daviesBouldin, inertia, silhouette } from './cluster-scores.ts';
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
export { createHmmDetector, type HmmDetector, type HmmFitOptions } from './hmm/hmm-detector.ts';
export type { HmmDetectorOptions } from './hmm/hmm-fit-settings.ts';
export type { HmmModel } from './hmm/hmm-model.ts';
export type { HmmFit } from './hmm/hmm-parts.ts';
export { type HmmStandardErrors, hmmStandardErrors } from './hmm/hmm-standard-errors.ts';
export type { HmmSample } from './hmm/sample-hmm.ts';
export {
  type ChooseJumpPenaltyOptions,
  type ChosenJumpPenalty,
  chooseJumpPenalty,
  type JumpPenaltyTrial,
} from './jump/choose-jump-penalty.ts';
export { createJumpDetector, type JumpDetector, type JumpDetectorOptions } from './jump/jump-detector.ts';
export type { JumpModel } from './jump/jump-model.ts';
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
export { type SampledRegimes, sampleRegimes } from './sample-regimes.ts';
export { type CompareDetectorsOptions, compareDetectors } from './selection/compare-detectors.ts';
export type * from './selection/detector-comparison.ts';
export { type InformationCriteria, informationCriteria } from './selection/information-criteria.ts';
export { stationaryShares } from './stationary-shares.ts';
export { type RegimeRefit, type WalkedRegimes, type WalkRegimesOptions, walkRegimes } from './walk-regimes.ts';
