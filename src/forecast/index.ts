/** Volatility forecasters, losses and the comparison of forecasts. @module */

export { type BoostedTreesOptions, createBoostedTreesForecaster } from './boosted-trees.ts';
export { type CombinationOptions, createCombinationForecaster } from './combination.ts';
export type { CombinationModel } from './combination-model.ts';
export { type CombinedForecasts, type CombineForecastsOptions, combineForecasts } from './combine-forecasts.ts';
export type { CombinationMean, CombinationWeighting } from './combine-weights.ts';
export {
  type BootstrapIndexOptions,
  type BootstrapIndices,
  drawBootstrapIndices,
} from './comparison/bootstrap-indices.ts';
export {
  type ChooseForecastOptions,
  chooseForecast,
  type ForecastChoice,
} from './comparison/choose-forecast.ts';
export * from './comparison/compare-forecasts.ts';
export { compareForecastsOn } from './comparison/compare-forecasts-on.ts';
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
export { createEgarchForecaster } from './egarch.ts';
export { createEwmaForecaster, type EwmaOptions } from './ewma.ts';
export type { NetworkTrainingOptions } from './fit-networks.ts';
export { createForecastPool } from './forecast-pool.ts';
export type * from './forecast-table.ts';
export type * from './forecaster.ts';
export { type FitGarchOptions, fitGarch, type GarchFit } from './garch/fit-garch.ts';
export type { GarchOptions } from './garch/garch-forecaster.ts';
export type { GarchErrorKind } from './garch/garch-standard-errors.ts';
export type { GarchInitial, GarchLaw, GarchModel, GarchParameters, GarchTerms } from './garch/garch-terms.ts';
export { createGarchForecaster } from './garch.ts';
export { createGjrForecaster } from './gjr.ts';
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
export { createHmmVarianceForecaster, type HmmVarianceOptions } from './hmm-variance.ts';
export {
  type ForecastLiquidityOptions,
  fitSeries,
  forecastLiquidity,
  type SeriesModel,
  seriesMeasure,
  seriesModel,
} from './liquidity.ts';
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
export { type RefitScheduleOptions, rowOfDate } from './plan-refits.ts';
export { createRandomWalkForecaster, type RandomWalkOptions } from './random-walk.ts';
export { createRangeForecaster, type RangeOptions } from './range.ts';
export { realisedVol } from './realised.ts';
export { createRegimeHarForecaster, type RegimeHarOptions } from './regime-har.ts';
export { createRiskMetrics2006Forecaster, type RiskMetrics2006Options } from './riskmetrics-2006.ts';
export { type ForecastTableParts, realisedVariance, toForecastTable } from './to-forecast-table.ts';
export type { TreeColumn } from './trees/tree-features.ts';
export { type WalkForecastersOptions, walkForecastersOn } from './walk-forecasters.ts';
export {
  type ForecastRefit,
  type WalkedForecasts,
  type WalkForecastsOptions,
  walkForecasts,
} from './walk-forecasts.ts';
