/** Hedging policies. @module */
export { createBlackScholesDeltaHedger } from './black-scholes-delta.ts';
export { type AttributeDeepHedgerOptions, attributeDeepHedger } from './deep/attribute-deep-hedger.ts';
export { type AttributeInputsOptions, attributeInputs, type InputAttribution } from './deep/attribute-inputs.ts';
export { type BatchPool, createBatchPool } from './deep/batch-pool.ts';
export {
  createDeepHedger,
  type DeepHedgerParameters,
} from './deep/deep-hedger.ts';
export { type DeepHedgerFilesOptions, readDeepHedger, saveDeepHedger } from './deep/deep-hedger-files.ts';
export { createEnsembleHedger, type EnsembleHedgerOptions } from './deep/ensemble-hedger.ts';
export type { InitialPolicy, InitialWeights } from './deep/initial-policy.ts';
export { defaultInputs, resolveInputs } from './deep/input-names.ts';
export { createModelHedger, type ModelHedgerParameters, modelHedgerLoader } from './deep/model-hedger.ts';
export type { EdgeHedger, PolicyEdges } from './deep/policy-edges.ts';
export { deepNetworkShape, type PolicyForm, type PolicyLayers } from './deep/policy-form.ts';
export type { ColumnScale, PolicyInputScales, PolicyInputs } from './deep/policy-inputs.ts';
export { type PolicyTraining, type PolicyTrainingOptions, preparePolicyTraining } from './deep/policy-training.ts';
export { stateInputNames } from './deep/state-inputs.ts';
export {
  type TrainDeepEnsembleOptions,
  type TrainedDeepEnsemble,
  trainDeepEnsemble,
  trainDeepEnsembleAsync,
} from './deep/train-deep-ensemble.ts';
export {
  type LongTrainingOptions,
  type TrainDeepHedgerOptions,
  type TrainedDeepHedger,
  trainDeepHedger,
  trainDeepHedgerAsync,
} from './deep/train-deep-hedger.ts';
export { type TrainModelHedgerOptions, trainModelHedger } from './deep/train-model-hedger.ts';
export type { TrainingContract, TrainingInstrument, TrainingTerms } from './deep/training-contracts.ts';
export { type TrainingCosts, trainingCosts } from './deep/training-costs.ts';
export { createDeltaBandHedger } from './delta-band.ts';
export { mapPolicy, type PolicyMap, type PolicyMapRequest } from './explain-policy.ts';
export { createForecastAdjustedHedger } from './forecast-adjusted.ts';
export type * from './hedger.ts';
export { type HedgerLoader, type HedgerLoaders, loadHedger } from './load-hedger.ts';
export { createNoHedge } from './no-hedge.ts';
export { createSwitcherHedger, type SwitcherGuard, type SwitcherOptions } from './switcher.ts';
export { tradeToBand } from './trade-to-band.ts';
export { createWhalleyWilmottHedger, whalleyWilmottHalfWidth } from './whalley-wilmott.ts';
