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
  it.each([30, 130])('gives the same bits again on %i rows, whatever was evaluated before', (rows) => {
    const { weights, batch } = randomForecaster(problem, rows, true, 1);
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
        targets: undefined,
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
