import type { ParallelObjective } from '../objective.ts';
import type { Program } from '../program.ts';
import { createCollectionPressure } from './collection-pressure.ts';
import { dealGroups } from './deal-groups.ts';
import { createParallelObjective } from './parallel-objective.ts';
import { createSharedBuffers } from './shared-buffers.ts';
import { createWorkerCrew, type WorkerCrewOptions } from './worker-crew.ts';
import { isOpen } from './worker-message.ts';

export interface EnginePoolOptions extends WorkerCrewOptions {
  /** Worker threads at most, 1 to 256. */
  readonly threads: number;
}

/** An engine whatever its programs are. */
export interface EnginePool {
  readonly threads: number;
  /** @param program of the same problem, for the calling thread, which puts the workers' sums together */
  objective<Batch extends object>(problem: unknown, program: Program<Batch>): ParallelObjective<Batch>;
  close(): Promise<void>;
  /** Throws an Error once the engine is closed. */
  throwIfClosed(): void;
}

export function createEnginePool({ threads, ...workers }: EnginePoolOptions): EnginePool {
  if (!Number.isInteger(threads) || threads < 1 || threads > 256) {
    throw new RangeError(`threads is ${threads}: expected a whole number from 1 to 256`);
  }
  const crew = createWorkerCrew(workers);
  const buffers = createSharedBuffers();
  const pressure = createCollectionPressure();
  let queue: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | undefined;
  let opened = 0;

  function enqueue<T>(call: () => Promise<T>): Promise<T> {
    const result = queue.then(call);
    queue = result.catch(() => {});
    return result;
  }

  function throwIfClosed(): void {
    if (closing !== undefined) throw new Error('the engine is closed');
  }

  async function closeAll(): Promise<void> {
    await crew.dismiss(new Error('the engine is closed'));
    await queue;
    buffers.clear();
  }

  return {
    threads,
    objective(problem, program) {
      throwIfClosed();
      const id = ++opened;
      return createParallelObjective(program, {
        buffers,
        enqueue,
        throwIfClosed,
        runPhase(phase, groups, signal) {
          const ranges = dealGroups(groups, threads, isOpen(phase));
          const work = crew.run({ id, problem }, phase, ranges, buffers.turnover(), signal);
          pressure(buffers.turnover());
          return work;
        },
        drop() {
          crew.drop(id, buffers.turnover());
          pressure(buffers.turnover());
        },
      });
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
    throwIfClosed,
  };
}
