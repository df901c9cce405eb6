/** The backtester, the walk-forward and the comparison. @module */
export { type RunHedgerOptions, runHedger } from './backtester.ts';
export { type CompareOnPathsOptions, compareOnPaths, type PathOutcome, tuneBand } from './compare-on-paths.ts';
export { comparePolicies, type PolicyComparison } from './compare-policies.ts';
export { type BacktestConfig, type BacktestConfigInput, backtestConfigSchema } from './config.ts';
export { type EpisodeTerms, episodePaths, writingRows } from './episodes.ts';
export * from './forecast-value.ts';
export {
  type EuropeanHedgingTerms,
  europeanTerms,
  type HedgingFrictions,
  type HedgingTerms,
} from './hedging-terms.ts';
export { createLedger, type Ledger, type LedgerOptions, pnlPercent } from './ledger.ts';
export { loadMarketData, type MarketData, marketDataFromBars } from './market-data.ts';
export { measureOutcomes, type PolicyOutcomes } from './metrics.ts';
export type * from './results.ts';
export { type RunBacktestOptions, runBacktest } from './run-backtest.ts';
export { type TuningGround, tune } from './tune.ts';
