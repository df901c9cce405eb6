import { availableParallelism } from 'node:os';
import { type BatchOf, createProgram, type Problem, type ProblemOptions } from '../create-program.ts';
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
   * Batches go to the workers in shared memory. Arrays made by `sharedFloat32` are there already: fill them anew between
   * two calls as you like. A Float32Array of another kind is copied when an objective first sees it and must not be
   * changed after that: put other numbers into another array. `range` and `rows` may differ from call to call at no cost.
   * Nothing of a batch may change until the call is settled; weights may.
   *
   * @throws RangeError for a problem that makes no sense, Error when the engine is closed
   */
  objective<P extends Problem>(problem: P, options?: ProblemOptions): ParallelObjective<BatchOf<P>>;
  /** Ends all threads. Calls that run or wait, and later ones, reject with 'the engine is closed'. */
  close(): Promise<void>;
}

/**
 * Opens an engine. Its threads start with the first call and do not keep the process alive between calls. Each holds the
 * memory of every objective that is open: close those that are done with.
 *
 * A call rejects with a RangeError for arguments that do not fit; with the error that the computation threw; and, when a
 * thread dies, with an Error that says so, once all threads have ended. After any of these the engine goes on, on new
 * threads where need be.
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
      return pool.objective(problem, createProgram(problem, options));
    },
    close: () => pool.close(),
  };
}
