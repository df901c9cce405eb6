import { createPoolExecutor, type Executor, type PoolOptions } from '../engine/jobs/executor.ts';

/** Worker threads for fits (`HmmDetector.fitOn`). Close it when done. */
export function createRegimePool({ threads }: Pick<PoolOptions, 'threads'>): Executor {
  return createPoolExecutor({ workerUrl: new URL('./worker.js', import.meta.url), threads });
}
