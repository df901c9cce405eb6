/** Hedging policies. @module */
export type { BandOptions } from './band-options.ts';
export type { LiquidityWidening, UncertaintyWidening } from './band-widener.ts';
export { type BartlettOptions, type BartlettShape, createBartlettDeltaHedger } from './bartlett-delta.ts';
export { type BlackScholesDeltaOptions, createBlackScholesDeltaHedger } from './black-scholes-delta.ts';
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
export { type BandMeasure, createDeltaBandHedger, type DeltaBandOptions } from './delta-band.ts';
export { createDeltaGammaHedger, createDeltaVegaHedger, type TwoInstrumentOptions } from './delta-gamma.ts';
export { mapPolicy, type PolicyMap, type PolicyMapRequest } from './explain-policy.ts';
export { fitMinimumVarianceCoefficients, type MinimumVarianceFitTerms } from './fit-minimum-variance.ts';
export { createForecastAdjustedHedger, type ForecastAdjustedOptions } from './forecast-adjusted.ts';
export type * from './hedger.ts';
export { hedgeInstrument, type InstrumentMoment } from './instrument-greeks.ts';
export { createLelandHedger, type LelandOptions, lelandNumber, lelandVol } from './leland-delta.ts';
export { type HedgerLoader, type HedgerLoaders, loadHedger } from './load-hedger.ts';
export {
  createMinimumVarianceDeltaHedger,
  createSpotVolDeltaHedger,
  type MinimumVarianceCoefficients,
  type MinimumVarianceOptions,
  type SpotVolOptions,
} from './minimum-variance-delta.ts';
export { createNoHedge } from './no-hedge.ts';
export { createSwitcherHedger, type SwitcherGuard, type SwitcherOptions } from './switcher.ts';
export { type BandTarget, tradeInBand, tradeToBand } from './trade-to-band.ts';
export { createWhalleyWilmottHedger, type WhalleyWilmottOptions, whalleyWilmottHalfWidth } from './whalley-wilmott.ts';
export {
  createZakamoulineHedger,
  type ZakamoulineOptions,
  type ZakamoulineState,
  zakamoulineHalfWidth,
  zakamoulineVolRatio,
} from './zakamouline.ts';
