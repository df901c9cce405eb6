/** Bars, features, implied volatility, frictions of trading and price paths. @module */
export { type Bars, logReturns, sliceBars } from './bars.ts';
export * from './danfo.ts';
export { allFeatures, computeFeatures, featureByName } from './features/registry.ts';
export * from './features.ts';
export { createFrictions, type Frictions, frictionKinds } from './frictions/create-frictions.ts';
export type { Friction, Trades } from './frictions/friction.ts';
export { frictionSchema, frictionsSchema } from './frictions/friction-schema.ts';
export type * from './frictions/friction-terms.ts';
export { joinImpliedVol } from './join-implied-vol.ts';
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
export { bundledBarsPath, type ReadBarsOptions, readBars } from './read-bars.ts';
export { type ImpliedVolSeries, readImpliedVol } from './read-implied-vol.ts';
export { joinSeries, readSeries, type Series } from './read-series.ts';
export * from './scaler.ts';
