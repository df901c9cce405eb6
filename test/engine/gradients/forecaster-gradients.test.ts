import { describe, expect, it } from 'vitest';
import { createObjective } from '../../../src/engine/create-objective.ts';
import { forecasterNetwork } from '../../../src/engine/forecaster/forecaster-problem.ts';
import { denseLayers, type LayerShape } from '../../../src/engine/network/network-shape.ts';
import { forecasterFloat64 } from '../reference/forecaster-float64.ts';
import { forecasterReference } from '../reference/forecaster-graph.ts';
import { centralDifferences } from '../reference/network-float64.ts';
import { randomForecaster } from '../reference/random-forecaster.ts';
import { gradientErrors, relativeError } from '../reference/relative-error.ts';
import { forecasterCases } from './forecaster-cases.ts';

describe('a forecaster and the plain TensorFlow.js graph', () => {
  it.each(forecasterCases().map((entry) => [entry.name, entry] as const))(
    '%s',
    (_, { problem, rows, hasBaseline, seed }) => {
      const { weights, batch } = randomForecaster(problem, rows, hasBaseline, seed);
      const expected = forecasterReference(problem, weights, batch);
      const objective = createObjective(problem);
      expect(objective.size).toBe(weights.length);
      expect(relativeError(objective.results(weights, batch), expected.results)).toBeLessThan(1e-5);
      const { loss, gradient } = objective.lossAndGradient(weights, batch);
      expect(relativeError([loss, objective.loss(weights, batch)], [expected.loss, expected.loss])).toBeLessThan(1e-5);
      const errors = gradientErrors(forecasterNetwork(problem), gradient, expected.gradient);
      expect(errors.filter(([, error]) => !(error < 1e-4))).toEqual([]);
    },
  );
});

describe('a forecaster and central differences in float64', () => {
  it.each([
    ['qlike', 'gru'],
    ['qlike', 'lstm'],
    ['log-mse', 'gru'],
    ['log-mse', 'lstm'],
  ] as const)('%s, %s', (loss, kind) => {
    const layers: readonly LayerShape[] = [{ kind, units: 4 }, ...denseLayers([3], 'silu')];
    const problem = { kind: 'forecaster', inputs: 3, window: 6, layers, horizons: 2, loss } as const;
    const { weights, batch } = randomForecaster(problem, 9, true, 7);
    const { loss: value, gradient } = createObjective(problem).lossAndGradient(weights, batch);
    const float64 = (w: Float64Array) => forecasterFloat64(problem, w, batch).loss;
    expect(relativeError([value], [float64(Float64Array.from(weights))])).toBeLessThan(1e-5);
    const errors = gradientErrors(forecasterNetwork(problem), gradient, centralDifferences(float64, weights));
    expect(errors.filter(([, error]) => !(error < 1e-4))).toEqual([]);
  });
});
