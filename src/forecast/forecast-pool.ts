import { createPoolExecutor, type Executor, type PoolOptions } from '../engine/jobs/executor.ts';

/** Worker threads for walks (`walkForecastersOn`). Close it when done. */
export function createForecastPool({ threads }: Pick<PoolOptions, 'threads'>): Executor {
  // From src/forecast and dist/forecast alike: threads load built files.
  return createPoolExecutor({ workerUrl: new URL('../../dist/forecast/worker.js', import.meta.url), threads });
}
