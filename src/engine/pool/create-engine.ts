import { availableParallelism } from 'node:os';
import {
  type BatchOf,
  createCallersProgram,
  KEPT_BYTES,
  type Problem,
  type ProblemOptions,
} from '../create-program.ts';
import type { ParallelObjective } from '../objective.ts';
import { createEnginePool } from './engine-pool.ts';

export interface EngineOptions {
  /** Worker threads at most, 1 to 256. By default as many as the machine runs at once. Results do not depend on it. */
  readonly threads?: number | undefined;
}

/** Worker threads on which objectives are evaluated. */
export interface Engine {
  readonly threads: number;
  /**
   * The objective of a problem. Several may be open; calls of all of them are carried out one after another.
   *
   * Batches go to the workers in shared memory. Arrays made by `sharedFloat32` are there already, as is due to paths of
   * which each call takes a `range`; others are copied, as a whole, at every call. Nothing of a batch may change until the
   * call is settled; weights may.
   *
   * @throws RangeError for a problem that makes no sense, or whose loss is 'criterion' where none is given; Error when the
   * engine is closed
   */
  objective<P extends Problem>(problem: P, options?: ProblemOptions): ParallelObjective<BatchOf<P>>;
  /** Ends all threads. Calls that run or wait, and later ones, reject with 'the engine is closed'. */
  close(): Promise<void>;
}

/** What the workers are sent of an objective. */
export interface OpenedProblem {
  readonly problem: Problem;
  /** Memory for activations that one of them may keep. */
  readonly keptBytes: number;
}

/**
 * Opens an engine. Its threads start with the first call and do not keep the process alive between calls. Each holds the
 * memory of every objective that is open: close those that are done with.
 *
 * A call rejects with a RangeError for arguments that do not fit; with the error that the computation threw; and, when a
 * thread dies, with an Error that says so, once all threads have ended; and with the reason of its signal when that is
 * aborted, once the threads have stopped between two groups of rows. After any of these the engine goes on, on new threads
 * where need be.
 *
 * @throws RangeError for a number of threads that is not a whole one from 1 to 256
 * @example
 * const engine = createEngine();
 * const objective = engine.objective(problem);
 * const { loss, gradient } = await objective.lossAndGradient(weights, batch);
 * await engine.close();
 */
export function createEngine({ threads = Math.min(256, availableParallelism()) }: EngineOptions = {}): Engine {
  // From src/engine/pool and dist/engine/pool alike: threads load built files.
  const workerUrl = new URL('../../../dist/engine/pool/engine-worker.js', import.meta.url);
  const pool = createEnginePool({ threads, workerUrl });
  return {
    threads,
    objective(problem, options) {
      pool.throwIfClosed();
      const program = createCallersProgram(problem, { criterion: options?.criterion });
      const opened: OpenedProblem = { problem, keptBytes: KEPT_BYTES / threads };
      return pool.objective(opened, program);
    },
    close: () => pool.close(),
  };
}
