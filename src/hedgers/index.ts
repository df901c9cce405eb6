/** Hedging policies. @module */
export { createBlackScholesDeltaHedger } from './black-scholes-delta.ts';
export { createDeepHedger } from './deep/deep-hedger.ts';
export { type TrainDeepHedgerOptions, type TrainedDeepHedger, trainDeepHedger } from './deep/train-deep-hedger.ts';
export { createDeltaBandHedger } from './delta-band.ts';
export { createForecastAdjustedHedger } from './forecast-adjusted.ts';
export type * from './hedger.ts';
export { type HedgerLoader, type HedgerLoaders, loadHedger } from './load-hedger.ts';
export { createNoHedge } from './no-hedge.ts';
export { createSwitcherHedger, type SwitcherGuard, type SwitcherOptions } from './switcher.ts';
export { tradeToBand } from './trade-to-band.ts';
export { createWhalleyWilmottHedger, whalleyWilmottHalfWidth } from './whalley-wilmott.ts';
