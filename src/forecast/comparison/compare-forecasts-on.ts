import type { Executor } from '../../engine/jobs/executor.ts';
import type { ForecastTable } from '../forecast-table.ts';
import type { CompareForecastsOptions, HorizonComparison } from './compare-forecasts.ts';

/** One comparison as it crosses threads. */
export interface CompareTask {
  readonly table: ForecastTable;
  readonly options: Omit<CompareForecastsOptions, 'signal' | 'onProgress'>;
}

/**
 * `compareForecasts` on a worker thread, to the bit: the calling thread stays free to hear of a Ctrl-C.
 *
 * @param pool `createForecastPool({ threads })`
 * @throws what `compareForecasts` throws
 * @example
 * const [day] = await compareForecastsOn(pool, table, { against: ['har'], seed: 7 });
 */
export function compareForecastsOn(
  pool: Executor,
  table: ForecastTable,
  { signal, onProgress, ...options }: CompareForecastsOptions,
): Promise<readonly HorizonComparison[]> {
  const task: CompareTask = { table, options };
  return pool.run('compare', task, { signal, onProgress });
}
