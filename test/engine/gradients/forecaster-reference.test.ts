import { describe, expect, it } from 'vitest';
import { forecasterNetwork } from '../../../src/engine/forecaster/forecaster-problem.ts';
import { networkSize } from '../../../src/engine/network/network-layout.ts';
import { forecasterFloat64 } from '../reference/forecaster-float64.ts';
import { forecasterReference } from '../reference/forecaster-graph.ts';
import { centralDifferences } from '../reference/network-float64.ts';
import { randomForecaster } from '../reference/random-forecaster.ts';
import { gradientErrors, relativeError } from '../reference/relative-error.ts';
import { forecasterCases } from './forecaster-cases.ts';

const cases = forecasterCases().map((entry) => [entry.name, entry] as const);

describe('the TensorFlow.js graph of a forecaster', () => {
  it.each(cases)('has the values of float64: %s', (_, { problem, rows, hasBaseline, seed }) => {
    const { weights, batch } = randomForecaster(problem, rows, hasBaseline, seed);
    const { loss, results } = forecasterReference(problem, weights, batch);
    const expected = forecasterFloat64(problem, Float64Array.from(weights), batch);
    expect(relativeError([loss], [expected.loss])).toBeLessThan(1e-5);
    expect(relativeError(results, expected.outputs)).toBeLessThan(1e-5);
  });

  // Central differences take time by the square of the weights, times rows, times steps.
  const small = cases.filter(
    ([, { problem, rows }]) => networkSize(forecasterNetwork(problem)) ** 2 * rows * problem.window < 1.5e6,
  );
  it.each(small)('has the gradient of central differences: %s', (_, { problem, rows, hasBaseline, seed }) => {
    const { weights, batch } = randomForecaster(problem, rows, hasBaseline, seed);
    const { gradient } = forecasterReference(problem, weights, batch);
    const expected = centralDifferences((w) => forecasterFloat64(problem, w, batch).loss, weights);
    expect(gradientErrors(forecasterNetwork(problem), gradient, expected)[0][1]).toBeLessThan(1e-4);
  });
});
