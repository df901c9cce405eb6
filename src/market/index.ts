/** Bars, features, implied volatility, frictions of trading and price paths. @module */
export { type Bars, columnOf, logReturns, sliceBars } from './bars.ts';
export { barMeasures, dailyVariance, isVarianceMeasure, type VarianceMeasure } from './daily-variance.ts';
export * from './danfo.ts';
export {
  type AssembledFeatures,
  assembleFeatures,
  checkFeatureName,
  type GivenSources,
} from './features/assemble-features.ts';
export { correlationFeature } from './features/correlation.ts';
export { allFeatures, allSourcedFeatures, computeFeatures, featureByName } from './features/registry.ts';
export type {
  AssetSource,
  ColumnSource,
  FeatureSources,
  ImpliedVolSource,
  SourcedFeature,
  SourceName,
} from './features/sources.ts';
export * from './features.ts';
export { createFrictions, type Frictions, frictionKinds } from './frictions/create-frictions.ts';
export type { Friction, Trades } from './frictions/friction.ts';
export { frictionSchema, frictionsSchema } from './frictions/friction-schema.ts';
export type * from './frictions/friction-terms.ts';
export { joinImpliedVol } from './join-implied-vol.ts';
export { type JoinPublishedOptions, joinPublished, type PublishedSeries } from './join-published.ts';
export { modelledImpliedVol } from './modelled-implied-vol.ts';
export {
  type InstrumentPrices,
  type InstrumentQuote,
  type OptionQuote,
  type Paths,
  regimeSignal,
  type VarianceSwapQuote,
} from './paths.ts';
export * from './range-variance.ts';
export {
  type RangeEstimator,
  type RangeVolatilityOptions,
  rangeEstimators,
  rangeVolatility,
} from './range-volatility.ts';
export { readAssetCloses } from './read-asset-closes.ts';
export { bundledBarsPath, type ReadBarsOptions, readBars } from './read-bars.ts';
export { type ColumnRange, type ReadColumnOptions, readColumn } from './read-column.ts';
export {
  type AssetFile,
  type ColumnFile,
  type FeatureFiles,
  type QuoteFile,
  readFeatureSources,
} from './read-feature-sources.ts';
export { type ImpliedVolSeries, readImpliedVol } from './read-implied-vol.ts';
export { joinSeries, readSeries, type Series } from './read-series.ts';
export * from './scaler.ts';
export { noticesOfStrangeDays } from './strange-days.ts';
