/** Volatility forecasters, losses and the comparison of forecasts. @module */
export {
  type BootstrapIndexOptions,
  type BootstrapIndices,
  drawBootstrapIndices,
} from './comparison/bootstrap-indices.ts';
export * from './comparison/compare-forecasts.ts';
export * from './comparison/forecast-intervals.ts';
export * from './comparison/mincer-zarnowitz.ts';
export * from './comparison/model-confidence-set.ts';
export type { ForecastScore } from './comparison/score-forecast.ts';
export * from './comparison/score-intervals.ts';
export * from './comparison/superior-predictive-ability.ts';
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
export * from './liquidity.ts';
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
export { realisedVol } from './realised.ts';
