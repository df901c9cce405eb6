import { describe, expect, it } from 'vitest';
import type { ForecasterProblem } from '../../../src/engine/forecaster/forecaster-problem.ts';
import { createForecasterProgram } from '../../../src/engine/forecaster/forecaster-program.ts';
import { GROUP_ROWS } from '../../../src/engine/program.ts';
import { randomForecaster } from '../reference/random-forecaster.ts';
import { relativeError } from '../reference/relative-error.ts';

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
const ROWS = 2 * GROUP_ROWS + 40;
const { weights, batch } = randomForecaster(problem, ROWS, true, 1);

function partialOf(program: ReturnType<typeof createForecasterProgram>, group: number): Float64Array {
  // Numbers left in the array must not count.
  const partial = new Float64Array(program.partialSize).fill(Number.NaN);
  program.evaluate(group, partial);
  return partial;
}

describe('the program of a forecaster', () => {
  it('gives a group the same bits whichever groups came before', () => {
    const program = createForecasterProgram(problem);
    program.begin(weights, batch, { dropoutKey: 3 });
    const inOrder = [0, 1, 2].map((group) => partialOf(program, group));
    const another = createForecasterProgram(problem);
    another.begin(weights, batch, { dropoutKey: 3 });
    for (const group of [2, 0, 1]) expect(partialOf(another, group)).toEqual(inOrder[group]);
  });

  it('has in its partial sums the loss and gradient that its results give', () => {
    const program = createForecasterProgram(problem);
    program.begin(weights, batch, {});
    const { loss, gradient } = program.combine(
      [0, 1, 2].map((group) => partialOf(program, group)),
      ROWS,
    );
    const results = new Float64Array(ROWS * program.resultsPerRow).fill(Number.NaN);
    for (const group of [2, 1, 0]) program.results(group, results, false);
    const resultGradient = new Float64Array(results.length);
    expect(program.lossOfResults(results, resultGradient)).toBeCloseTo(loss, 10);
    const again = new Float64Array(program.size);
    for (const group of [0, 1, 2]) {
      const partial = new Float64Array(program.partialSize);
      program.backward(group, resultGradient, partial);
      for (let k = 0; k < again.length; ++k) again[k] += partial[k + 1];
    }
    expect(relativeError(again, gradient)).toBeLessThan(1e-5);
  });

  it('adds up, so that the rows of two batches are those of one', () => {
    const program = createForecasterProgram(problem);
    const lossOf = (rows: Int32Array) => {
      program.begin(weights, { ...batch, rows }, {});
      const groups = Array.from({ length: Math.ceil(rows.length / GROUP_ROWS) }, (_, group) => group);
      return program.combine(
        groups.map((group) => partialOf(program, group)),
        rows.length,
      );
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
    const evaluate = (dropoutKey?: number) => {
      program.begin(weights, batch, { dropoutKey });
      return partialOf(program, 1);
    };
    const plain = evaluate();
    expect(evaluate(1)).not.toEqual(plain);
    expect(evaluate(1)).not.toEqual(evaluate(2));
    expect(evaluate(1)).toEqual(evaluate(1));
    expect(evaluate()).toEqual(plain);
  });

  it('refuses rows whose window or day is not in the history, by name', () => {
    const { checkBatch } = createForecasterProgram(problem);
    const { days } = batch;
    for (const [row, day] of [
      [1, 3],
      [0, days],
      [2, -5],
    ]) {
      const rows = Int32Array.of(4, 4, 4);
      rows[row] = day;
      const message = `rows[${row}] is ${day}: expected a day from 4 to ${days - 1}`;
      expect(() => checkBatch({ ...batch, rows })).toThrow(new RangeError(message));
    }
    expect(() => checkBatch({ ...batch, rows: new Int32Array(0) })).toThrow('rows is empty');
    expect(() => checkBatch({ ...batch, days: 0 })).toThrow('days is 0');
    expect(() => checkBatch({ ...batch, rows: Int32Array.of(4, days - 1) })).not.toThrow();
  });
});
