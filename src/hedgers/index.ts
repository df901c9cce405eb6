/** Hedging policies. @module */

export type { BandOptions } from './band-options.ts';
export type { LiquidityWidening, UncertaintyWidening } from './band-widener.ts';
export { type BartlettOptions, type BartlettShape, createBartlettDeltaHedger } from './bartlett-delta.ts';
export { type BlackScholesDeltaOptions, createBlackScholesDeltaHedger } from './black-scholes-delta.ts';
export { type BandInputScales, bandInputNames, bandInputsOf } from './deep/band-inputs.ts';
export { type BatchPool, createBatchPool } from './deep/batch-pool.ts';
export { createDeepHedger, type DeepHedgerParameters } from './deep/deep-hedger.ts';
export { type DeepHedgerFilesOptions, readDeepHedger, saveDeepHedger } from './deep/deep-hedger-files.ts';
export { type BandTraining, type BandTrainingOptions, prepareBandTraining } from './deep/deep-training.ts';
export { createModelHedger, type ModelHedgerParameters, modelHedgerLoader } from './deep/model-hedger.ts';
export {
  type LongTrainingOptions,
  type TrainDeepHedgerOptions,
  type TrainedDeepHedger,
  trainDeepHedger,
  trainDeepHedgerAsync,
} from './deep/train-deep-hedger.ts';
export { type TrainModelHedgerOptions, trainModelHedger } from './deep/train-model-hedger.ts';
export type { TrainingContract, TrainingTerms } from './deep/training-batch.ts';
export { type TrainingCosts, trainingCosts } from './deep/training-costs.ts';
export { type BandMeasure, createDeltaBandHedger, type DeltaBandOptions } from './delta-band.ts';
export { createDeltaGammaHedger, createDeltaVegaHedger, type TwoInstrumentOptions } from './delta-gamma.ts';
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
