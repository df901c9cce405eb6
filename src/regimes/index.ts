/** Regime detectors: filtered probabilities, alignment, guards against flicker. @module */
export { type AlignedRegimes, alignRegimes } from './align.ts';
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
export { inertia, silhouette } from './cluster-scores.ts';
export { countSwitches } from './count-switches.ts';
export type * from './detector.ts';
export { createHmmDetector, type HmmDetector, type HmmDetectorOptions } from './hmm/hmm-detector.ts';
export type { HmmFit, HmmModel } from './hmm/hmm-model.ts';
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
export { loadRegimeModel } from './load-regime-model.ts';
export { mostProbable } from './most-probable.ts';
export { createSwitchGuard, guardSwitches, type SwitchGuard, type SwitchGuardOptions } from './switch-guard.ts';
