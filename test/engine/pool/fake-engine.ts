import type { Evaluation, EvaluationOptions, ParallelObjective } from '../../../src/engine/objective.ts';
import { createEnginePool, type EnginePool } from '../../../src/engine/pool/engine-pool.ts';
import { GROUP_ROWS, type Program } from '../../../src/engine/program.ts';
// @ts-expect-error plain JavaScript, without types
import { createFakeProgram as untyped } from './fixtures/fake-program.mjs';

export interface FakeProblem {
  readonly isOnePass: boolean;
  /** Memory that a worker's program holds. */
  readonly megabytes?: number;
}

export interface FakeBatch {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly rows: number;
  readonly range?: readonly [number, number] | undefined;
  readonly pick?: Int32Array | undefined;
  /** What a worker does at one of its groups. */
  readonly action?: { readonly name: string; readonly group: number } | undefined;
}

export const createFakeProgram = untyped as (problem: FakeProblem) => Program<FakeBatch>;

const workerUrl = new URL('./fixtures/fake-worker.mjs', import.meta.url);

export function openFakeEngine(threads: number, heapMegabytes?: number): EnginePool {
  return createEnginePool({ threads, workerUrl, heapMegabytes });
}

export function openFakeObjective(engine: EnginePool, problem: FakeProblem): ParallelObjective<FakeBatch> {
  return engine.objective(problem, createFakeProgram(problem));
}

export const fakeWeights = Float32Array.of(0.3, -1.2, 0.7, 2.1, -0.4);

/** Rows whose sum in float64 depends on the order of the terms. */
export function fakeBatch(
  rows: number,
  create = (length: number): Float32Array => new Float32Array(length),
): FakeBatch {
  const x = create(rows);
  const y = create(rows);
  for (let r = 0; r < rows; ++r) {
    x[r] = Math.sin(12.9898 * r) * 1.7;
    y[r] = Math.exp(3 * Math.cos(78.233 * r));
  }
  return { x, y, rows };
}

/** What the engine has to give, computed here, group after group. */
export function evaluateInline(problem: FakeProblem, batch: FakeBatch, options: EvaluationOptions = {}): Evaluation {
  const program = createFakeProgram(problem);
  program.begin(fakeWeights, batch, options);
  const rows = program.rowsOf(batch);
  const partials = Array.from({ length: Math.ceil(rows / GROUP_ROWS) }, () => new Float64Array(program.partialSize));
  if (problem.isOnePass) {
    for (const [g, partial] of partials.entries()) program.evaluate(g, partial);
    return program.combine(partials, rows);
  }
  const results = new Float64Array(rows);
  for (const g of partials.keys()) program.results(g, results, true);
  const resultGradient = new Float64Array(rows);
  const loss = program.lossOfResults(results, resultGradient);
  for (const [g, partial] of partials.entries()) program.backward(g, resultGradient, partial);
  return { loss, gradient: program.combine(partials, rows).gradient };
}
