import type { LongCallOptions, ProgressListener } from '../../support/long-call.ts';

/** A piece of work by name: plain data in, plain data out (structured-clonable, so that it can cross threads). */
export type JobFunction = (
  payload: unknown,
  options: { readonly signal?: AbortSignal | undefined; readonly onProgress: ProgressListener },
) => unknown | Promise<unknown>;

/** Runs jobs somewhere: here, or on worker threads. Results do not depend on where. */
export interface Executor {
  /**
   * Runs a job and resolves to what it returns. Rejects with the error that the job threw (an InputError stays one),
   * with the signal's reason when aborted, with what
   * `onProgress` threw, and with a RangeError when no job has this name.
   */
  run<T>(job: string, payload: unknown, options?: LongCallOptions): Promise<T>;
  /** Stops what runs and releases the threads; later calls of `run` reject. */
  close(): Promise<void>;
}
