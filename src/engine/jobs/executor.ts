export { createInlineExecutor } from './inline-executor.ts';
export type { Executor, JobFunction } from './job.ts';
export { createPoolExecutor, type PoolOptions } from './pool-executor.ts';
