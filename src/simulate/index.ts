/** Markets that can be drawn, and their calibration. @module */
export { type BachelierMarketParameters, createBachelierMarket } from './bachelier-market.ts';
export { type BatesMarketParameters, createBates } from './bates.ts';
export { type BlockBootstrapParameters, createBlockBootstrap } from './block-bootstrap.ts';
export { type StartingVol, startingVol } from './bumped-market.ts';
export { type BatesCalibration, calibrateBates } from './calibrate-bates.ts';
export { type CalibrateBlockBootstrapOptions, calibrateBlockBootstrap } from './calibrate-block-bootstrap.ts';
export { type CalibrateGbmOptions, calibrateGbm } from './calibrate-gbm.ts';
export { type CalibrateGjrGarchOptions, calibrateGjrGarch } from './calibrate-gjr-garch.ts';
export { calibrateHeston, type HestonCalibration, type HestonCalibrationOptions } from './calibrate-heston.ts';
export { type CalibrateMarkovSwitchingOptions, calibrateMarkovSwitching } from './calibrate-markov-switching.ts';
export { calibrateMerton } from './calibrate-merton.ts';
export {
  calibrateRoughBergomi,
  type RoughBergomiCalibration,
  type RoughBergomiCalibrationOptions,
} from './calibrate-rough-bergomi.ts';
export {
  calibrateSabr,
  calibrateSabrByExpiry,
  type SabrCalibration,
  type SabrCalibrationOptions,
} from './calibrate-sabr.ts';
export { closeOnlyBars } from './close-only-bars.ts';
export { type CreatedMarket, createMarket, type MarketSources } from './create-market.ts';
export type { DailyHistory } from './daily-returns.ts';
export { createFilteredHistory, type FilteredHistoryParameters } from './filtered-history.ts';
export { type FilteredHistoryData, fitFilteredHistory } from './fit-filtered-history.ts';
export { fitGjrGarch } from './fit-gjr-garch.ts';
export { fitMerton } from './fit-merton.ts';
export type { FigureComparison, FitQuality } from './fit-quality.ts';
export { formulaInMarket } from './formula-in-market.ts';
export type { FormulaPrice, FormulaRequest } from './formulas/formula.ts';
export { createGbm, type GbmParameters } from './gbm.ts';
export { createGjrGarch, type GjrGarchParameters, gjrPersistence } from './gjr-garch.ts';
export { createHeston, type HestonMarketParameters } from './heston.ts';
export type { FittedVolQuote, ImpliedVolQuote, VolFit } from './implied-vol-quotes.ts';
export { addInstruments } from './instruments/add-instruments.ts';
export { instrumentTermsSchema } from './instruments/instrument-schema.ts';
export type * from './instruments/instrument-terms.ts';
export type { DrawnFrom, OneVolatility, QuoteSource } from './instruments/quote-source.ts';
export { loadMarket } from './load-market.ts';
export {
  checkRequest,
  createPaths,
  defineMarket,
  type Market,
  type MarketJSON,
  type MarketParts,
  type PathColumns,
  type Sampling,
  type SimulationRequest,
  spotAtWriting,
} from './market.ts';
export { createMarkovSwitching, type MarkovSwitchingParameters } from './markov-switching.ts';
export { createMerton } from './merton.ts';
export { createPathPool, type PathPool, type PathPoolOptions, type StreamOptions } from './path-pool.ts';
export { type PriceByPaths, type PriceByPathsRequest, priceByPaths } from './price-by-paths.ts';
export { type ReturnFigures, returnFigures } from './return-figures.ts';
export { createRoughBergomi, type RoughBergomiParameters } from './rough-bergomi.ts';
export { createSabr, type SabrParameters } from './sabr.ts';
export { type MarketTerms, marketNames, marketSchema } from './schema/market-schema.ts';
export { withForecast } from './with-forecast.ts';
