import { describe, expect, it } from 'vitest';
import { createObjective } from '../../../src/engine/create-objective.ts';
import { denseLayers, type LayerShape } from '../../../src/engine/network/network-shape.ts';
import { type PolicyHead, policyNetwork } from '../../../src/engine/policy/policy-problem.ts';
import { centralDifferences } from '../reference/network-float64.ts';
import { policyFloat64 } from '../reference/policy-float64.ts';
import { policyReference } from '../reference/policy-graph.ts';
import { randomPolicy } from '../reference/random-policy.ts';
import { gradientErrors, relativeError } from '../reference/relative-error.ts';
import { heads, losses, pnlCases, policyProblem, productCases, shapeCases } from './policy-cases.ts';

describe.each([
  ['every layer kind, head and loss', productCases()],
  ['networks and batches of many shapes', shapeCases()],
  ['P&L so far', pnlCases()],
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

describe('a policy and central differences in float64', () => {
  const stacks: Record<PolicyHead, readonly LayerShape[]> = {
    holding: denseLayers([5, 3], 'silu'),
    correction: [{ kind: 'gru', units: 3 }],
    band: [{ kind: 'lstm', units: 3 }],
    'free-band': denseLayers([4], 'tanh'),
  };
  const cases = heads.flatMap((head) =>
    losses.flatMap((loss) => [undefined, 0.4].map((pnlScale) => [head, loss.kind, pnlScale, loss] as const)),
  );
  it.each(cases)('%s, %s, P&L × %s', (head, _, pnlScale, loss) => {
    const problem = policyProblem({ layers: stacks[head], head, loss, steps: 5, instruments: 2, signals: 2, pnlScale });
    const { weights, batch } = randomPolicy(problem, 9, 7);
    const { loss: value, gradient } = createObjective(problem).lossAndGradient(weights, batch);
    const float64 = (w: Float64Array) => policyFloat64(problem, w, batch).loss;
    expect(relativeError([value], [float64(Float64Array.from(weights))])).toBeLessThan(1e-5);
    const errors = gradientErrors(policyNetwork(problem), gradient, centralDifferences(float64, weights));
    expect(errors.filter(([, error]) => !(error < 1e-4))).toEqual([]);
  });
});
