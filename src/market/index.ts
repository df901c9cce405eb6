/** Bars, features, implied volatility, trading costs and price paths. @module */
export { type Bars, logReturns, sliceBars } from './bars.ts';
export * from './danfo.ts';
export { allFeatures, computeFeatures, featureByName } from './features/registry.ts';
export * from './features.ts';
export { joinImpliedVol } from './join-implied-vol.ts';
export { modelledImpliedVol } from './modelled-implied-vol.ts';
export { type Paths, regimeSignal } from './paths.ts';
export * from './range-variance.ts';
export { bundledBarsPath, readBars } from './read-bars.ts';
export { type ImpliedVolSeries, readImpliedVol } from './read-implied-vol.ts';
export * from './scaler.ts';
export { proportionalCost, type TradingCost } from './trading-cost.ts';
