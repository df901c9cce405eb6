import { requireLength } from '../check-network.ts';
import type { Evaluation, EvaluationOptions, ParallelObjective } from '../objective.ts';
import { groupCount, type Program } from '../program.ts';
import { createScratch } from './scratch.ts';
import type { SharedBuffers } from './shared-buffers.ts';
import { createSharedCopies } from './shared-copies.ts';
import type { Phase } from './worker-message.ts';

/** What an engine does for one of its objectives. */
export interface EngineAccess {
  readonly buffers: SharedBuffers;
  /** Makes a call when those before it are done. */
  enqueue<T>(call: () => Promise<T>): Promise<T>;
  /** Has the workers run a phase on so many groups. */
  runPhase(phase: Phase, groups: number): Promise<void>;
  /** Has the workers forget the objective. */
  drop(): void;
  throwIfClosed(): void;
}

/** A call's arguments, checked, as they were when it was made. */
interface Input<Batch> {
  readonly program: Program<Batch>;
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
  const { size, isOnePass } = opened;
  const scratch = createScratch(engine.buffers);
  const copies = createSharedCopies(engine.buffers);
  let program: Program<Batch> | undefined = opened;
  let closing: Promise<void> | undefined;

  function call<T>(
    weights: Float32Array,
    batch: Batch,
    options: EvaluationOptions,
    evaluate: (input: Input<Batch>) => Promise<T>,
  ): Promise<T> {
    engine.throwIfClosed();
    if (program === undefined || closing !== undefined) throw new Error('the objective is closed');
    requireLength('weights', weights, size);
    program.checkBatch(batch);
    const rows = program.rowsOf(batch);
    const groups = groupCount(rows);
    const input = { program, weights: weights.slice(), batch: { ...batch }, options, rows, groups };
    return engine.enqueue(() => {
      engine.throwIfClosed();
      return evaluate(input);
    });
  }

  /** Weights and batch as the workers get them. */
  function share({ weights, batch }: Input<Batch>) {
    const shared = scratch.float32('weights', size);
    shared.set(weights);
    return { weights: shared, batch: copies.share(batch) };
  }

  /** Runs the phase that begins an evaluation, here as on the workers: combining sums needs weights and batch too. */
  async function runFirst(phase: Phase, { program, weights, batch, options, groups }: Input<Batch>): Promise<void> {
    const work = engine.runPhase(phase, groups);
    try {
      program.begin(weights, batch, options);
    } finally {
      await work;
    }
  }

  async function onePass(input: Input<Batch>): Promise<Evaluation> {
    const { program, options, rows, groups } = input;
    const partials = scratch.float64('partials', groups * program.partialSize);
    await runFirst({ kind: 'evaluate', ...share(input), options, partials }, input);
    return program.combine(split(partials, groups), rows);
  }

  async function allResults(input: Input<Batch>, keeps: boolean): Promise<Float64Array> {
    const { program, options, rows } = input;
    const results = scratch.float64('results', rows * program.resultsPerRow).fill(0);
    await runFirst({ kind: 'results', ...share(input), options, results, keeps }, input);
    return results;
  }

  async function twoPasses(input: Input<Batch>): Promise<Evaluation> {
    const { program, rows, groups } = input;
    const results = await allResults(input, true);
    const resultGradient = scratch.float64('resultGradient', results.length).fill(0);
    const loss = program.lossOfResults(results, resultGradient);
    const partials = scratch.float64('partials', groups * program.partialSize);
    await engine.runPhase({ kind: 'backward', resultGradient, partials }, groups);
    return { loss, gradient: program.combine(split(partials, groups), rows).gradient };
  }

  return {
    size,
    async lossAndGradient(weights, batch, options = {}) {
      return call(weights, batch, options, isOnePass ? onePass : twoPasses);
    },
    async loss(weights, batch) {
      return call(weights, batch, {}, async (input) => input.program.lossOfResults(await allResults(input, false)));
    },
    async results(weights, batch) {
      return call(weights, batch, {}, async (input) => (await allResults(input, false)).slice());
    },
    close() {
      closing ??= engine.enqueue(async () => {
        program = undefined;
        scratch.clear();
        copies.clear();
        engine.drop();
      });
      return closing;
    },
  };
}

/** The partial sums of each group. */
function split(partials: Float64Array, groups: number): readonly Float64Array[] {
  const size = partials.length / groups;
  return Array.from({ length: groups }, (_, g) => partials.subarray(g * size, (g + 1) * size));
}
