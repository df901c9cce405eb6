import { describe, expect, it } from 'vitest';
import type { ForecasterBatch, ForecasterProblem } from '../../../src/engine/forecaster/forecaster-problem.ts';
import { createForecasterProgram } from '../../../src/engine/forecaster/forecaster-program.ts';
import type { Evaluation } from '../../../src/engine/objective.ts';
import { type OnePassProgram, TILE_ROWS } from '../../../src/engine/program.ts';
import { randomForecaster } from '../reference/random-forecaster.ts';
import { relativeError } from '../reference/relative-error.ts';

type Program = OnePassProgram<ForecasterBatch>;

const problem: ForecasterProblem = {
  kind: 'forecaster',
  inputs: 3,
  window: 5,
  layers: [
    { kind: 'lstm', units: 6 },
    { kind: 'dropout', rate: 0.4 },
  ],
  horizons: 2,
  loss: 'qlike',
};
const ROWS = 2 * TILE_ROWS + 40;
const { weights, batch } = randomForecaster(problem, ROWS, true, 1);

function partialOf(program: Program, group: number): Float64Array {
  // Numbers left in the array must not count.
  const partial = new Float64Array(program.partialSize).fill(Number.NaN);
  program.evaluate(group, partial);
  return partial;
}

function evaluate(program: Program, rows: number): Evaluation {
  const total = program.newTotal();
  for (let group = 0; group < Math.ceil(rows / TILE_ROWS); ++group) program.add(total, partialOf(program, group));
  return program.finish(total, rows);
}

describe('the program of a forecaster', () => {
  it('gives a group the same bits whichever groups came before', () => {
    const program = createForecasterProgram(problem);
    program.begin(weights, batch, 3);
    const inOrder = [0, 1, 2].map((group) => partialOf(program, group));
    const another = createForecasterProgram(problem);
    another.begin(weights, batch, 3);
    for (const group of [2, 0, 1]) expect(partialOf(another, group)).toEqual(inOrder[group]);
  });

  it('has in its partial sums the loss that its results give', () => {
    const program = createForecasterProgram(problem);
    program.begin(weights, batch, undefined);
    const { loss } = evaluate(program, ROWS);
    const results = new Float64Array(ROWS * program.resultsPerRow).fill(Number.NaN);
    for (const group of [2, 1, 0]) program.results(group, results);
    expect(program.lossOfResults(results)).toBeCloseTo(loss, 10);
  });

  it('adds up, so that the rows of two batches are those of one', () => {
    const program = createForecasterProgram(problem);
    const lossOf = (rows: Int32Array) => {
      program.begin(weights, { ...batch, rows }, undefined);
      return evaluate(program, rows.length);
    };
    const whole = lossOf(batch.rows);
    const [head, tail] = [lossOf(batch.rows.slice(0, 100)), lossOf(batch.rows.slice(100))];
    const merged = (a: number, b: number) => (100 * a + (ROWS - 100) * b) / ROWS;
    expect(whole.loss).toBeCloseTo(merged(head.loss, tail.loss), 10);
    const gradient = head.gradient.map((g, k) => merged(g, tail.gradient[k]));
    expect(relativeError(whole.gradient, gradient)).toBeLessThan(1e-5);
  });

  it('drops by its key, and nothing without one', () => {
    const program = createForecasterProgram(problem);
    const sumsOf = (dropoutKey?: number) => {
      program.begin(weights, batch, dropoutKey);
      return partialOf(program, 1);
    };
    const plain = sumsOf();
    expect(sumsOf(1)).not.toEqual(plain);
    expect(sumsOf(1)).not.toEqual(sumsOf(2));
    expect(sumsOf(1)).toEqual(sumsOf(1));
    expect(sumsOf()).toEqual(plain);
  });
});
