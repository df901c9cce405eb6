import type { MessagePort } from 'node:worker_threads';
import type { JobFunction } from './job.ts';
import { type ErrorData, errorData } from './thread-error.ts';

export type { ErrorData } from './thread-error.ts';

/** What a pool sends to a worker for one job. */
export interface PoolTask {
  readonly job: string;
  readonly payload: unknown;
  /** Where progress goes; absent when nobody listens. */
  readonly progress?: MessagePort | undefined;
}

export type PoolReply = { readonly value: unknown } | { readonly error: ErrorData };

/**
 * Makes what the entry file of a worker thread exports under the name `handle`.
 *
 * @example
 * // worker.ts
 * export const handle = createWorkerHandler({ double: (x) => 2 * (x as number) });
 */
export function createWorkerHandler(
  jobs: Readonly<Record<string, JobFunction>>,
): (task: PoolTask) => Promise<PoolReply> {
  return async ({ job, payload, progress }) => {
    try {
      const value = await findJob(jobs, job)(payload, { onProgress: (state) => progress?.postMessage(state) });
      return { value };
    } catch (error) {
      return { error: errorData(error) };
    } finally {
      progress?.close();
    }
  };
}

/** The job of a name. Throws a RangeError that lists the names when there is none. */
export function findJob(jobs: Readonly<Record<string, JobFunction>>, name: string): JobFunction {
  if (!Object.hasOwn(jobs, name)) {
    throw new RangeError(`there is no job named '${name}': expected one of ${Object.keys(jobs).join(', ')}`);
  }
  return jobs[name];
}
