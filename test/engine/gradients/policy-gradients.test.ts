import { describe, expect, it } from 'vitest';
import { createObjective } from '../../../src/engine/create-objective.ts';
import { policyNetwork } from '../../../src/engine/policy/policy-problem.ts';
import { policyReference } from '../reference/policy-graph.ts';
import { randomPolicy } from '../reference/random-policy.ts';
import { gradientErrors, relativeError } from '../reference/relative-error.ts';
import { productCases, shapeCases } from './policy-cases.ts';

describe.each([
  ['every layer kind, head and loss', productCases()],
  ['networks and batches of many shapes', shapeCases()],
])('a policy and the plain TensorFlow.js graph: %s', (_, cases) => {
  it.each(cases.map((entry) => [entry.name, entry] as const))('%s', (__, { problem, paths, seed }) => {
    const { weights, batch } = randomPolicy(problem, paths, seed);
    const expected = policyReference(problem, weights, batch);
    const objective = createObjective(problem);
    expect(objective.size).toBe(weights.length);
    const results = objective.results(weights, batch);
    expect(results).toHaveLength(paths);
    expect(relativeError(results, expected.results)).toBeLessThan(1e-5);
    const { loss, gradient } = objective.lossAndGradient(weights, batch);
    expect(relativeError([loss, objective.loss(weights, batch)], [expected.loss, expected.loss])).toBeLessThan(1e-5);
    const errors = gradientErrors(policyNetwork(problem), gradient, expected.gradient);
    expect(errors.filter(([, error]) => !(error < 1e-4))).toEqual([]);
  });
});
