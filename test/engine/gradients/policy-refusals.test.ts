import { describe, expect, it } from 'vitest';
import { createObjective } from '../../../src/engine/create-objective.ts';
import { denseLayers } from '../../../src/engine/network/network-shape.ts';
import type { PolicyBatch } from '../../../src/engine/policy/policy-problem.ts';
import { randomPolicy } from '../reference/random-policy.ts';
import { policyProblem } from './policy-cases.ts';

describe('bad input to a policy', () => {
  const problem = policyProblem({ layers: denseLayers([4], 'silu'), head: 'correction', instruments: 2 });
  const { weights, batch } = randomPolicy(problem, 10, 10);
  const objective = createObjective(problem);

  const expectRefusal = (wrongWeights: Float32Array, wrongBatch: PolicyBatch, message: string) => {
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
    ['signals', 7 * 3 * 10],
    ['prices', 8 * 2 * 10],
    ['reference', 7 * 2 * 10],
    ['unhedged', 10],
  ] as const)('is refused when %s have a wrong length', (name, expected) => {
    for (const length of [expected - 1, expected + 10, 0]) {
      const wrong = { ...batch, [name]: new Float32Array(length) };
      expectRefusal(weights, wrong, `${name} has length ${length}: expected ${expected}`);
    }
  });

  it.each([
    [{ reference: undefined }, 'reference'],
    [{ paths: 0 }, 'paths is 0'],
    [{ paths: 2.5 }, 'paths is 2.5'],
    [{ paths: Number.NaN }, 'paths is NaN'],
    [{ range: [0, 11] }, 'range is [0, 11)'],
    [{ range: [-1, 5] }, 'range is [-1, 5)'],
    [{ range: [5, 5] }, 'range is [5, 5)'],
    [{ range: [7, 5] }, 'range is [7, 5)'],
    [{ range: [0.5, 5] }, 'range is [0.5, 5)'],
    [{ range: [0, Number.NaN] }, 'range is [0, NaN)'],
  ] as const)('is refused: %j', (part, message) => {
    expectRefusal(weights, { ...batch, ...part }, message);
  });

  it('does not spoil what follows', () => {
    const expected = createObjective(problem).lossAndGradient(weights, batch);
    expect(() => objective.loss(weights, { ...batch, paths: 11 })).toThrow(RangeError);
    expect(objective.lossAndGradient(weights, batch)).toEqual(expected);
  });

  it.each([
    [{ proportionalCost: [0.001, Number.NaN] }, 'proportionalCost[1] is NaN'],
    [{ quadraticCost: [-0.001, 0] }, 'quadraticCost[0] is -0.001'],
    [{ bandScale: 0 }, 'bandScale is 0'],
    [{ steps: 0 }, 'steps is 0'],
    [{ signals: -1 }, 'signals is -1'],
    [{ pnlScale: 0 }, 'pnlScale is 0: expected a finite number above 0'],
    [{ pnlScale: Number.POSITIVE_INFINITY }, 'pnlScale is Infinity'],
    [{ pnlScale: 1, signals: 0 }, 'signals is 0'],
    [{ layers: [{ kind: 'gru', units: 1.5 }] }, 'layers[0].units is 1.5'],
    [{ head: 'delta' as 'holding' }, 'head is delta'],
    [{ loss: { kind: 'cvar', level: 1 } }, 'loss.level is 1'],
    [{ loss: { kind: 'entropic', riskAversion: Number.NaN } }, 'loss.riskAversion is NaN'],
  ] as const)('is refused in a problem: %j', (part, message) => {
    expect(() => createObjective({ ...problem, ...part })).toThrow(RangeError);
    expect(() => createObjective({ ...problem, ...part })).toThrow(message);
  });

  it('is refused when costs are not one per instrument', () => {
    expect(() => createObjective({ ...problem, proportionalCost: [0.01] })).toThrow(
      'proportionalCost has length 1: expected 2',
    );
  });
});
