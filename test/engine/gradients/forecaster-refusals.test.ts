import { describe, expect, it } from 'vitest';
import { createObjective } from '../../../src/engine/create-objective.ts';
import type { ForecasterBatch, ForecasterProblem } from '../../../src/engine/forecaster/forecaster-problem.ts';
import { randomForecaster } from '../reference/random-forecaster.ts';

const lstm: ForecasterProblem = {
  kind: 'forecaster',
  inputs: 3,
  window: 6,
  layers: [{ kind: 'lstm', units: 4 }],
  horizons: 2,
  loss: 'qlike',
};

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

  it('is refused when a loss is asked for without targets', () => {
    for (const name of ['lossAndGradient', 'loss'] as const) {
      expect(() => objective[name](weights, { ...batch, targets: undefined }), name).toThrow(RangeError);
      expect(() => objective[name](weights, { ...batch, targets: undefined }), name).toThrow('targets are missing');
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
