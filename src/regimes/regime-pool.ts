import { createPoolExecutor, type Executor, type PoolOptions } from '../engine/jobs/executor.ts';

/** Worker threads for fits (`HmmDetector.fitOn`), walks and comparisons. Close it when done. */
export function createRegimePool({ threads }: Pick<PoolOptions, 'threads'>): Executor {
  // From src/regimes and dist/regimes alike: threads load built files.
  return createPoolExecutor({ workerUrl: new URL('../../dist/regimes/worker.js', import.meta.url), threads });
}
