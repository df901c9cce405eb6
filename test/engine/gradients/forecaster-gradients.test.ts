import { describe, expect, it } from 'vitest';
import { createObjective } from '../../../src/engine/create-objective.ts';
import { forecasterNetwork } from '../../../src/engine/forecaster/forecaster-problem.ts';
import { forecasterReference } from '../reference/forecaster-graph.ts';
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
