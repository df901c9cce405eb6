import type { Evaluation, EvaluationOptions, ParallelObjective } from '../../../src/engine/objective.ts';
import { createEnginePool, type EnginePool } from '../../../src/engine/pool/engine-pool.ts';
import { type Program, TILE_ROWS } from '../../../src/engine/program.ts';
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
  /** What a worker does at one of its groups, or at each. */
  readonly action?:
    | { readonly name: string; readonly group: number | 'all'; readonly counter?: Int32Array | undefined }
    | undefined;
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
export function evaluateInline(
  problem: FakeProblem,
  batch: FakeBatch,
  { dropoutKey }: EvaluationOptions = {},
): Evaluation {
  const program = createFakeProgram(problem);
  program.begin(fakeWeights, batch, dropoutKey);
  const rows = program.rowsOf(batch);
  const groups = Array.from({ length: Math.ceil(rows / TILE_ROWS) }, (_, group) => group);
  const partial = new Float64Array(program.partialSize);
  const total = program.newTotal();
  if (program.isOnePass) {
    for (const group of groups) {
      program.evaluate(group, partial);
      program.add(total, partial);
    }
    return program.finish(total, rows);
  }
  const results = new Float64Array(rows);
  for (const group of groups) program.forward(group, results);
  const resultGradient = new Float64Array(rows);
  const loss = program.lossGradient(results, resultGradient);
  for (const group of groups) {
    program.backward(group, resultGradient, partial);
    program.add(total, partial);
  }
  return { loss, gradient: program.finish(total) };
}
