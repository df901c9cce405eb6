import { requireDropoutKey } from '../check-network.ts';
import type { Evaluation, EvaluationOptions, ParallelObjective } from '../objective.ts';
import type { OnePassProgram, Program, TwoPassProgram } from '../program.ts';
import { groupCount } from '../row-groups.ts';
import { createScratch } from './scratch.ts';
import { shareBatch } from './share-batch.ts';
import type { SharedBuffers } from './shared-buffers.ts';
import type { Beginning, Phase } from './worker-message.ts';

/** What an engine does for one of its objectives. */
export interface EngineAccess {
  readonly buffers: SharedBuffers;
  /** Makes a call when those before it are done. */
  enqueue<T>(call: () => Promise<T>): Promise<T>;
  /** Has the workers run a phase on so many groups; rejects with the signal's reason once they have stopped on it. */
  runPhase(phase: Phase, groups: number, signal: AbortSignal | undefined): Promise<void>;
  /** Has the workers forget the objective. */
  drop(): void;
  throwIfClosed(): void;
}

/** A call's arguments, checked, as they were when it was made. */
interface Input<Batch> {
  readonly weights: Float32Array;
  readonly batch: Batch;
  readonly options: EvaluationOptions;
  readonly rows: number;
  readonly groups: number;
}

/** An objective whose groups the workers of an engine evaluate; `opened`, the calling thread's program, puts them together. */
export function createParallelObjective<Batch extends object>(
  opened: Program<Batch>,
  engine: EngineAccess,
): ParallelObjective<Batch> {
  const { size, partialSize } = opened;
  const scratch = createScratch(engine.buffers);
  let program: Program<Batch> | undefined = opened;
  let closing: Promise<void> | undefined;

  function call<T>(
    weights: Float32Array,
    batch: Batch,
    options: EvaluationOptions,
    takesLoss: boolean,
    evaluate: (own: Program<Batch>, input: Input<Batch>) => Promise<T>,
  ): Promise<T> {
    engine.throwIfClosed();
    const own = program;
    if (own === undefined || closing !== undefined) throw new Error('the objective is closed');
    const { signal, dropoutKey } = options;
    signal?.throwIfAborted();
    requireDropoutKey(dropoutKey);
    own.check(weights, batch, takesLoss);
    const rows = own.rowsOf(batch);
    const groups = groupCount(rows, partialSize);
    const input = { weights: weights.slice(), batch: { ...batch }, options: { signal, dropoutKey }, rows, groups };
    return engine.enqueue(() => {
      engine.throwIfClosed();
      return evaluate(own, input);
    });
  }

  /** Runs the phase that begins an evaluation, here as on the workers: putting sums together takes weights and batch too. */
  async function runFirst(
    own: Program<Batch>,
    { weights, batch, options: { dropoutKey, signal }, groups }: Input<Batch>,
    phaseOf: (beginning: Beginning) => Phase,
  ): Promise<void> {
    const beginning = {
      weights: scratch.copy('weights', weights),
      batch: shareBatch(batch, scratch, engine.buffers),
      dropoutKey,
    };
    const work = engine.runPhase(phaseOf(beginning), groups, signal);
    try {
      own.begin(weights, batch, dropoutKey);
    } finally {
      await work;
    }
  }

  function totalOf(own: Program<Batch>, partials: Float64Array): Float64Array {
    const total = own.newTotal();
    for (let at = 0; at < partials.length; at += partialSize) own.add(total, partials.subarray(at, at + partialSize));
    return total;
  }

  async function onePass(own: OnePassProgram<Batch>, input: Input<Batch>): Promise<Evaluation> {
    const partials = scratch.float64('partials', input.groups * partialSize);
    await runFirst(own, input, (beginning) => ({ kind: 'evaluate', ...beginning, partials }));
    return own.finish(totalOf(own, partials), input.rows);
  }

  async function twoPasses(own: TwoPassProgram<Batch>, input: Input<Batch>): Promise<Evaluation> {
    const { rows, groups, options } = input;
    const results = scratch.float64('results', rows * own.resultsPerRow);
    await runFirst(own, input, (beginning) => ({ kind: 'forward', ...beginning, results }));
    const resultGradient = scratch.float64('resultGradient', results.length).fill(0);
    const loss = own.lossGradient(results, resultGradient);
    const partials = scratch.float64('partials', groups * partialSize);
    await engine.runPhase({ kind: 'backward', resultGradient, partials }, groups, options.signal);
    return { loss, gradient: own.finish(totalOf(own, partials)) };
  }

  async function allResults(own: Program<Batch>, input: Input<Batch>): Promise<Float64Array> {
    const results = scratch.float64('results', input.rows * own.resultsPerRow);
    await runFirst(own, input, (beginning) => ({ kind: 'results', ...beginning, results }));
    return results;
  }

  return {
    size,
    async lossAndGradient(weights, batch, options = {}) {
      return call(weights, batch, options, true, (own, input) =>
        own.isOnePass ? onePass(own, input) : twoPasses(own, input),
      );
    },
    async loss(weights, batch, { signal } = {}) {
      return call(weights, batch, { signal }, true, async (own, input) =>
        own.lossOfResults(await allResults(own, input)),
      );
    },
    async results(weights, batch, { signal } = {}) {
      return call(weights, batch, { signal }, false, async (own, input) => (await allResults(own, input)).slice());
    },
    close() {
      closing ??= engine.enqueue(async () => {
        program = undefined;
        scratch.clear();
        engine.drop();
      });
      return closing;
    },
  };
}
