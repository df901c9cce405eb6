/**
 * regime-hedge: hedging policies compared in one honest backtest. Every room is also a subpath of its own, such as
 * `regime-hedge/regimes`.
 *
 * @module
 */
export * from './backtest/index.ts';
export * from './contracts/index.ts';
export * from './engine/index.ts';
export * from './forecast/index.ts';
export * from './hedgers/index.ts';
export * from './market/index.ts';
export { createRandomStream, type RandomStream } from './math/random.ts';
export * from './regimes/index.ts';
export * from './report/index.ts';
export * from './risk/index.ts';
export * from './simulate/index.ts';
export { InputError, type InputLocation } from './support/input-error.ts';
export type { LongCallOptions, Progress, ProgressListener, SeededCallOptions } from './support/long-call.ts';
