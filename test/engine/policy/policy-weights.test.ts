import { describe, expect, it } from 'vitest';
import { createObjective } from '../../../src/engine/create-objective.ts';
import { initialWeights } from '../../../src/engine/network/initial-weights.ts';
import { initialPolicyWeights } from '../../../src/engine/policy/initial-policy-weights.ts';
import { policyNetwork } from '../../../src/engine/policy/policy-problem.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { policyProblem } from '../gradients/policy-cases.ts';
import { randomPolicy } from '../reference/random-policy.ts';

const entropic = policyProblem({ layers: [{ kind: 'gru', units: 3 }] });
const cvar = policyProblem({ ...entropic, loss: { kind: 'cvar', level: 0.9 } });
const stream = () => createRandomStream(5, 'weights');

describe('weights to start from', () => {
  it('are those of the network, and 0 for the threshold of CVaR', () => {
    const network = initialWeights(policyNetwork(entropic), stream(), 0.1);
    expect(initialPolicyWeights(entropic, stream(), 0.1)).toEqual(network);
    expect(initialPolicyWeights(cvar, stream(), 0.1)).toEqual(Float32Array.of(...network, 0));
    expect(initialPolicyWeights(entropic, stream())).toEqual(initialWeights(policyNetwork(entropic), stream()));
    const { batch } = randomPolicy(cvar, 20, 1);
    expect(createObjective(cvar).loss(initialPolicyWeights(cvar, stream()), batch)).toBeGreaterThan(0);
  });

  it('are refused to a problem that makes no sense', () => {
    expect(() => initialPolicyWeights({ ...cvar, steps: 0 }, stream())).toThrow('steps is 0');
  });
});

it('names the threshold where weights are too few', () => {
  const { batch } = randomPolicy(cvar, 20, 1);
  const { size } = createObjective(cvar);
  const missing = new RangeError(
    `weights has length ${size - 1}: expected ${size}, the last one the threshold of CVaR`,
  );
  expect(() => createObjective(cvar).loss(new Float32Array(size - 1), batch)).toThrow(missing);
  expect(() => createObjective(entropic).loss(new Float32Array(size), batch)).toThrow(
    new RangeError(`weights has length ${size}: expected ${size - 1}`),
  );
});
