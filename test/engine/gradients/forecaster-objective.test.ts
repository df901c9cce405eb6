import { describe, expect, it } from 'vitest';
import { createObjective } from '../../../src/engine/create-objective.ts';
import type { ForecasterBatch, ForecasterProblem } from '../../../src/engine/forecaster/forecaster-problem.ts';
import { denseLayers } from '../../../src/engine/network/network-shape.ts';
import { randomForecaster } from '../reference/random-forecaster.ts';

const lstm: ForecasterProblem = {
  kind: 'forecaster',
  inputs: 3,
  window: 6,
  layers: [{ kind: 'lstm', units: 7 }, { kind: 'dropout', rate: 0.3 }, ...denseLayers([5], 'silu')],
  horizons: 2,
  loss: 'qlike',
};
const gru: ForecasterProblem = { ...lstm, layers: [{ kind: 'gru', units: 8 }], loss: 'log-mse' };

describe.each([
  ['lstm with dropout, qlike', lstm],
  ['gru, log-mse', gru],
])('the objective of a forecaster: %s', (_, problem) => {
  it('gives the same bits again, whatever was evaluated before', () => {
    const { weights, batch } = randomForecaster(problem, 130, true, 1);
    const other = randomForecaster(problem, 517, false, 2);
    const evaluate = (objective: ReturnType<typeof createObjective<typeof problem>>) => ({
      ...objective.lossAndGradient(weights, batch),
      dropped: objective.lossAndGradient(weights, batch, { dropoutKey: 5 }),
      value: objective.loss(weights, batch),
      results: objective.results(weights, batch),
    });
    const expected = evaluate(createObjective(problem));
    const objective = createObjective(problem);
    objective.lossAndGradient(other.weights, other.batch, { dropoutKey: 8 });
    const first = evaluate(objective);
    const kept = structuredClone(first);
    expect(first).toEqual(expected);
    // Numbers left behind by rows that overflowed must not reach the next batch.
    objective.lossAndGradient(
      other.weights.map(() => Number.NaN),
      other.batch,
    );
    expect(evaluate(objective)).toEqual(expected);
    expect(first).toEqual(kept);
  });

  it('forecasts each row on its own, from its window alone, without targets', () => {
    const { weights, batch } = randomForecaster(problem, 300, true, 3);
    const objective = createObjective(problem);
    const together = objective.results(weights, batch);
    for (const row of [0, 7, 63, 64, 255, 256, 299]) {
      const day = batch.rows[row];
      const seen = (k: number) => k % batch.days > day - problem.window && k % batch.days <= day;
      const alone: ForecasterBatch = {
        ...batch,
        features: batch.features.map((x, k) => (seen(k) ? x : Number.NaN)),
        targets: batch.targets.map(() => Number.NaN),
        rows: batch.rows.slice(row, row + 1),
      };
      expect(objective.results(weights, alone)).toEqual(together.filter((__, k) => k % 300 === row));
    }
  });

  it('leaves weights and batch as they are', () => {
    const { weights, batch } = randomForecaster(problem, 70, true, 4);
    const before = structuredClone({ weights, batch });
    const objective = createObjective(problem);
    objective.lossAndGradient(weights, batch);
    objective.results(weights, batch);
    expect({ weights, batch }).toEqual(before);
  });
});

describe('bad input to a forecaster', () => {
  const { weights, batch } = randomForecaster(lstm, 10, true, 5);
  const { days } = batch;
  const objective = createObjective(lstm);

  const expectRefusal = (wrongWeights: Float32Array, wrongBatch: ForecasterBatch, message: string) => {
    for (const name of ['lossAndGradient', 'loss', 'results'] as const) {
      const call = () => objective[name](wrongWeights, wrongBatch);
      expect(call, name).toThrow(RangeError);
      expect(call, name).toThrow(message);
    }
  };

  it('is refused when weights are too few or too many', () => {
    const size = weights.length;
    expectRefusal(weights.slice(1), batch, `weights has length ${size - 1}: expected ${size}`);
    expectRefusal(new Float32Array(size + 1), batch, `weights has length ${size + 1}: expected ${size}`);
  });

  it.each([
    ['features', 3 * days],
    ['targets', 2 * days],
    ['baseline', 2 * days],
  ] as const)('is refused when %s have a wrong length', (name, expected) => {
    for (const length of [expected - 1, expected + days]) {
      const wrong = { ...batch, [name]: new Float32Array(length) };
      expectRefusal(weights, wrong, `${name} has length ${length}: expected ${expected}`);
    }
  });

  it.each([
    [[5, 4], /rows\[1\] is 4/],
    [[-1], /rows\[0\] is -1/],
    [[5, days], new RegExp(`rows\\[1\\] is ${days}`)],
    [[], /rows/],
  ] as const)('is refused when rows are %j', (rows, message) => {
    const wrong = { ...batch, targets: batch.targets.map(() => 1), rows: Int32Array.from(rows) };
    for (const name of ['lossAndGradient', 'loss', 'results'] as const) {
      expect(() => objective[name](weights, wrong), name).toThrow(RangeError);
      expect(() => objective[name](weights, wrong), name).toThrow(message);
    }
  });

  it.each([0, -1, Number.NaN])('is refused when a variance asked for is %d', (target) => {
    const targets = batch.targets.slice();
    targets[days + batch.rows[3]] = target;
    for (const name of ['lossAndGradient', 'loss'] as const) {
      expect(() => objective[name](weights, { ...batch, targets }), name).toThrow(RangeError);
      expect(() => objective[name](weights, { ...batch, targets }), name).toThrow(/targets/);
    }
  });

  it.each([
    [{ window: 0 }, 'window is 0'],
    [{ inputs: 1.5 }, 'inputs is 1.5'],
    [{ horizons: Number.NaN }, 'NaN'],
    [{ loss: 'mse' as 'qlike' }, 'loss is mse'],
    [{ layers: [{ kind: 'dropout', rate: 1 }] }, 'layers[0].rate is 1'],
  ] as const)('is refused in a problem: %j', (part, message) => {
    expect(() => createObjective({ ...lstm, ...part })).toThrow(RangeError);
    expect(() => createObjective({ ...lstm, ...part })).toThrow(message);
  });
});
