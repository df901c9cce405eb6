/** Volatility forecasters, losses and the comparison of forecasts. @module */
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
export {
  applyDirectRegression,
  type BiasCorrection,
  type ClipMultiples,
  type DirectRegression,
  type DirectRegressionOptions,
  fitDirectRegression,
  type RegressionTransform,
} from './har/direct-regression.ts';
export type { ExogenousTerm } from './har/har-terms.ts';
export type { RegressionOptions } from './har/regression-settings.ts';
export { createHarForecaster, type HarOptions } from './har.ts';
export { createHarLeverageForecaster, type HarLeverageOptions } from './har-leverage.ts';
export { createHarqForecaster, type HarqOptions } from './harq.ts';
export { loadVolatilityModel, type VolatilityModelLoaders } from './load-volatility-model.ts';
export { createLogHarForecaster, type LogHarOptions } from './log-har.ts';
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
export { createRegimeHarForecaster, type RegimeHarOptions } from './regime-har.ts';
