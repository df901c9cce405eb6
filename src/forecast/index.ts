/** Volatility forecasters, losses and the comparison of forecasts. @module */
export { type BoostedTreesOptions, createBoostedTreesForecaster } from './boosted-trees.ts';
export {
  createForecaster,
  type ForecasterName,
  type ForecasterSettings,
  forecasterNames,
  forecasterSchema,
} from './create-forecaster.ts';
export * from './diebold-mariano.ts';
export { createEwmaForecaster, type EwmaOptions } from './ewma.ts';
export type { NetworkTrainingOptions } from './fit-networks.ts';
export type * from './forecast-table.ts';
export type * from './forecaster.ts';
export { createHarForecaster, type HarOptions } from './har.ts';
export { createHmmVarianceForecaster, type HmmVarianceOptions } from './hmm-variance.ts';
export { loadVolatilityModel, type VolatilityModelLoaders } from './load-volatility-model.ts';
export * from './losses.ts';
export { createLstmForecaster, type LstmOptions } from './lstm.ts';
export { networkFeatureNames } from './lstm-features.ts';
export { readLstmModel, saveLstmModel } from './lstm-files.ts';
export type { MeasureOptions } from './measure-options.ts';
export {
  createModelForecaster,
  loadModelForecast,
  type ModelForecasterOptions,
  modelForecastLoader,
} from './model-forecaster.ts';
export { createRandomWalkForecaster, type RandomWalkOptions } from './random-walk.ts';
export { createRangeForecaster, type RangeOptions } from './range.ts';
export { realisedVol } from './realised.ts';
export { createRiskMetrics2006Forecaster, type RiskMetrics2006Options } from './riskmetrics-2006.ts';
export type { TreeColumn } from './trees/tree-features.ts';
