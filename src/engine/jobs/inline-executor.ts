import type { LongCallOptions } from '../../support/long-call.ts';
import type { Executor, JobFunction } from './job.ts';
import { findJob } from './pool-worker.ts';

/**
 * Runs jobs in the calling thread, one after another. For one core, debugging and tests.
 *
 * @example
 * const executor = createInlineExecutor({ double: (x) => 2 * (x as number) });
 * await executor.run<number>('double', 21); // 42
 */
export function createInlineExecutor(jobs: Readonly<Record<string, JobFunction>>): Executor {
  let isClosed = false;
  let queue: Promise<unknown> = Promise.resolve();
  return {
    run<T>(job: string, payload: unknown, { signal, onProgress }: LongCallOptions = {}): Promise<T> {
      const result = queue.then(async () => {
        // A pause in which timers and signals of the process get their turn between two jobs.
        await new Promise(setImmediate);
        signal?.throwIfAborted();
        if (isClosed) throw new Error('the executor is closed');
        return (await findJob(jobs, job)(payload, { signal, onProgress: onProgress ?? (() => {}) })) as T;
      });
      queue = result.catch(() => {});
      return result;
    },
    async close() {
      isClosed = true;
      await queue;
    },
  };
}
