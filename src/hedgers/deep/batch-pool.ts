import { availableParallelism } from 'node:os';
import { createPoolExecutor } from '../../engine/jobs/executor.ts';
import type { PolicyBatch } from '../../engine/policy/policy-problem.ts';
import { sharedFloat32 } from '../../engine/pool/shared-float32.ts';
import type { Market } from '../../simulate/market.ts';
import { sentMarket } from '../../simulate/sent-market.ts';
import type { LongCallOptions } from '../../support/long-call.ts';
import type { BatchTask } from './batch-jobs.ts';
import type { PolicyInputs } from './policy-inputs.ts';
import type { BatchDraw, TrainingTerms } from './training-contracts.ts';

/** Worker threads that draw training batches. */
export interface BatchPool {
  readonly threads: number;
  /**
   * `drawTrainingBatch` on all threads, to the bit, into memory that the engine's workers read as it lies there. The arrays
   * are used again: a batch is good until the next but one of the same shape is drawn, unless it is `kept`.
   */
  draw(
    market: Market,
    terms: TrainingTerms,
    inputs: PolicyInputs,
    draw: BatchDraw,
    options?: Pick<LongCallOptions, 'signal'> & { readonly kept?: boolean },
  ): Promise<PolicyBatch>;
  /** Ends all threads; what runs rejects. */
  close(): Promise<void>;
}

/** Tasks for each thread, so that a slow core holds up nobody. */
const tasksPerThread = 2;
const smallestTask = 128;

/**
 * Opens worker threads that draw training batches. Results do not depend on their number.
 *
 * @throws RangeError for a number of threads that is not a whole one from 1 to 256
 * @example
 * const batches = createBatchPool();
 * const { hedger } = await trainDeepHedgerAsync({ ...options, engine, batches, pooledStates: Number.POSITIVE_INFINITY });
 * await batches.close();
 */
export function createBatchPool({
  threads = Math.min(256, availableParallelism()),
}: {
  readonly threads?: number | undefined;
} = {}): BatchPool {
  // From src/hedgers/deep and dist/hedgers/deep alike: threads load built files.
  const workerUrl = new URL('../../../dist/hedgers/deep/batch-worker.js', import.meta.url);
  const executor = createPoolExecutor({ workerUrl, threads });
  const free = new Map<string, PolicyBatch[]>();

  /** Two sets of arrays for each shape, in turn. */
  function arraysOf(batchShape: BatchShape): PolicyBatch {
    const shape = Object.values(batchShape).join('/');
    const sets = free.get(shape) ?? [];
    const next = sets.length < 2 ? allocate(batchShape) : sets.shift()!;
    free.set(shape, [...sets, next]);
    return next;
  }

  return {
    threads,
    async draw(market, options, inputs, batchDraw, { signal, kept = false } = {}) {
      // Callers may hand over more than terms: functions cannot be sent.
      const { contract, underlying, frictions, instruments = [], unwinds } = options;
      const terms: TrainingTerms = { contract, underlying, frictions, instruments, unwinds };
      const { paths, seed, stream, firstPath = 0, isPaired = market.mirrors && paths % 2 === 0 } = batchDraw;
      const { steps } = contract;
      const shape = { paths, steps, columns: inputs.columns.length, instruments: 1 + instruments.length };
      const batch = kept ? allocate(shape) : arraysOf(shape);
      const sent = sentMarket(market);
      const share = Math.max(smallestTask, Math.ceil(paths / (threads * tasksPerThread)));
      const size = share + (share % 2);
      const tasks: BatchTask[] = [];
      for (let first = 0; first < paths; first += size) {
        const draw = { paths: Math.min(size, paths - first), seed, stream, firstPath: firstPath + first, isPaired };
        tasks.push({ ...sent, terms, inputs, draw, batch, offset: first });
      }
      await Promise.all(tasks.map((task) => executor.run('drawBatch', task, { signal })));
      return batch;
    },
    close: () => executor.close(),
  };
}

interface BatchShape {
  readonly paths: number;
  readonly steps: number;
  readonly columns: number;
  readonly instruments: number;
}

function allocate({ paths, steps, columns, instruments }: BatchShape): PolicyBatch {
  return {
    paths,
    signals: sharedFloat32(steps * columns * paths),
    prices: sharedFloat32((steps + 1) * instruments * paths),
    reference: sharedFloat32(steps * instruments * paths),
    unhedged: sharedFloat32(paths),
  };
}
