import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { LongCallOptions, Progress, ProgressListener } from '../../support/long-call.ts';
import type { Executor } from './job.ts';
import type { PoolReply, PoolTask } from './pool-worker.ts';
import { rebuildError } from './thread-error.ts';

export interface PoolOptions {
  /** JavaScript file that exports `handle`, made by `createWorkerHandler`. */
  readonly workerUrl: URL;
  /** Worker threads at most, 1 to 256; they start when there is work for them. */
  readonly threads: number;
}

/**
 * Runs jobs on worker threads. Aborting a running job ends its thread, so even a job that never yields stops; the next
 * job gets a new one. When `onProgress` throws, the job is stopped the same way and the call rejects with what was
 * thrown. A thread that dies fails its job with an error that says so, and is replaced.
 *
 * @example
 * const executor = createPoolExecutor({ workerUrl: new URL('./worker.js', import.meta.url), threads: 2 });
 * const result = await executor.run<number>('double', 21);
 * await executor.close();
 */
export function createPoolExecutor({ workerUrl, threads }: PoolOptions): Executor {
  if (!Number.isInteger(threads) || threads < 1 || threads > 256) {
    throw new RangeError(`threads is ${threads}: expected a whole number from 1 to 256`);
  }
  const pool = new Piscina({
    filename: fileURLToPath(workerUrl),
    name: 'handle',
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: Number.POSITIVE_INFINITY,
    // Jobs are long, so a worker may as well sleep in its event loop, where it also notices that it is to end.
    atomics: 'disabled',
    workerHistogram: false,
    recordTiming: false,
  });
  // What fails outside a job, above all a worker that cannot start, would otherwise leave jobs waiting for ever.
  const broken = new AbortController();
  pool.on('error', (cause: Error) => {
    if (!isLateReply(cause)) broken.abort(cause);
  });
  let closing: Promise<void> | undefined;

  async function run<T>(job: string, payload: unknown, { signal, onProgress }: LongCallOptions = {}): Promise<T> {
    signal?.throwIfAborted();
    if (closing !== undefined) throw new Error('the executor is closed');
    const channel = onProgress === undefined ? undefined : new MessageChannel();
    const listener = guardListener(onProgress);
    channel?.port1.on('message', listener.report);
    const task: PoolTask = { job, payload, progress: channel?.port2 };
    try {
      const signals = signal === undefined ? [listener.failed] : [signal, listener.failed];
      const reply: PoolReply = await runTask(task, AbortSignal.any(signals), channel);
      if (channel !== undefined) drain(channel.port1, listener.report);
      listener.failed.throwIfAborted();
      if ('error' in reply) throw rebuildError(reply.error);
      return reply.value as T;
    } finally {
      channel?.port1.close();
    }
  }

  /** What a job throws comes back as a reply, so whatever is rejected here is about the thread. */
  async function runTask(task: PoolTask, signal: AbortSignal, channel?: MessageChannel): Promise<PoolReply> {
    const transferList = channel === undefined ? [] : [channel.port2];
    try {
      return await pool.run(task, { signal: AbortSignal.any([signal, broken.signal]), transferList });
    } catch (thrown) {
      signal.throwIfAborted();
      if (closing !== undefined) throw new Error(`job '${task.job}' was stopped: the executor is closed`);
      const cause = (broken.signal.aborted ? broken.signal.reason : thrown) as Error;
      throw new Error(`the worker thread of job '${task.job}' failed: ${cause.message}`, { cause });
    }
  }

  return {
    run,
    close() {
      closing ??= pool.destroy();
      return closing;
    },
  };
}

/** A job that was aborted just as it ended still replies, to nobody: the pool is none the worse for it. */
function isLateReply({ message }: Error): boolean {
  return message.startsWith('Unexpected message from Worker');
}

/** A listener whose first error aborts `failed`, with that error as its reason, and which hears nothing after it. */
function guardListener(onProgress: ProgressListener | undefined) {
  const failure = new AbortController();
  function report(progress: Progress): void {
    if (failure.signal.aborted) return;
    try {
      onProgress?.(progress);
    } catch (error) {
      failure.abort(error);
    }
  }
  return { report, failed: failure.signal };
}

/** The last reports may still be on their way when the result is there. */
function drain(port: MessagePort, report: ProgressListener): void {
  for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
    report(next.message as Progress);
  }
}
