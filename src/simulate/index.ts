/** Markets that can be drawn, and their calibration. @module */
export {
  createFilteredHistory,
  type FilteredHistoryData,
  type FilteredHistoryParameters,
  fitFilteredHistory,
} from './filtered-history.ts';
export { createGbm, type GbmParameters } from './gbm.ts';
export { loadMarket } from './load-market.ts';
export type { Market, MarketJSON, SimulationRequest } from './market.ts';
