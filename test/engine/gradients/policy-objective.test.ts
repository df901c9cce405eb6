import { describe, expect, it } from 'vitest';
import { createObjective } from '../../../src/engine/create-objective.ts';
import { denseLayers, type LayerShape } from '../../../src/engine/network/network-shape.ts';
import { meanSd } from '../../../src/risk/mean-sd.ts';
import { copyPaths, randomPolicy } from '../reference/random-policy.ts';
import { losses, policyProblem } from './policy-cases.ts';

const [entropic, cvar, variance, sd] = losses;
const dropped: readonly LayerShape[] = [...denseLayers([7], 'silu'), { kind: 'dropout', rate: 0.3 }];
const problems = [
  ['stateless, entropic', policyProblem({ layers: denseLayers([9], 'silu'), head: 'correction', loss: entropic })],
  ['gru, cvar', policyProblem({ layers: [{ kind: 'gru', units: 7 }], head: 'band', loss: cvar, instruments: 2 })],
  ['lstm, variance', policyProblem({ layers: [{ kind: 'lstm', units: 5 }], head: 'band', loss: variance })],
  [
    'P&L so far, mean-sd',
    policyProblem({ layers: denseLayers([8], 'silu'), head: 'free-band', loss: sd, pnlScale: 0.3 }),
  ],
  ['dropout, mean-sd', policyProblem({ layers: dropped, head: 'correction', loss: sd })],
] as const;

describe.each(problems)('the objective of a policy: %s', (_, problem) => {
  it('takes a range of paths for what it would be copied out', () => {
    const { weights, batch } = randomPolicy(problem, 700, 1);
    const objective = createObjective(problem);
    for (const [from, to] of [[0, 700] as const, [0, 64] as const, [37, 395] as const, [699, 700] as const]) {
      const ranged = { ...batch, range: [from, to] as const };
      const copied = copyPaths(batch, from, to);
      expect(objective.results(weights, ranged)).toEqual(objective.results(weights, copied));
      expect(objective.loss(weights, ranged)).toBe(objective.loss(weights, copied));
      expect(objective.lossAndGradient(weights, ranged)).toEqual(objective.lossAndGradient(weights, copied));
    }
  });

  it.each([30, 130])('gives the same bits again on %i paths, whatever was evaluated before', (paths) => {
    const { weights, batch } = randomPolicy(problem, paths, 2);
    const other = randomPolicy(problem, 517, 3);
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
    // Numbers left behind by paths that overflowed must not reach the next batch.
    objective.lossAndGradient(other.weights, { ...other.batch, prices: other.batch.prices.map(() => Number.NaN) });
    objective.results(
      other.weights.map(() => Number.NaN),
      other.batch,
    );
    expect(evaluate(objective)).toEqual(expected);
    expect(first).toEqual(kept);
  });

  it('hedges each path on its own', () => {
    const { weights, batch } = randomPolicy(problem, 300, 4);
    const objective = createObjective(problem);
    const together = objective.results(weights, batch);
    for (const path of [0, 7, 63, 64, 255, 256, 299]) {
      expect(objective.results(weights, copyPaths(batch, path, path + 1))).toEqual(together.slice(path, path + 1));
    }
  });

  it('reads arrays in shared memory', () => {
    const { weights, batch } = randomPolicy(problem, 70, 5);
    const share = (values: Float32Array) => {
      const shared = new Float32Array(new SharedArrayBuffer(values.byteLength));
      shared.set(values);
      return shared;
    };
    const shared = {
      paths: 70,
      signals: share(batch.signals),
      prices: share(batch.prices),
      reference: share(batch.reference!),
      unhedged: share(batch.unhedged),
    };
    const objective = createObjective(problem);
    expect(objective.lossAndGradient(share(weights), shared)).toEqual(objective.lossAndGradient(weights, batch));
  });

  it('leaves weights and batch as they are', () => {
    const { weights, batch } = randomPolicy(problem, 70, 6);
    const before = structuredClone({ weights, batch });
    const objective = createObjective(problem);
    objective.lossAndGradient(weights, batch);
    objective.results(weights, batch);
    expect({ weights, batch }).toEqual(before);
  });
});

describe('the objective of a single path', () => {
  const layers = denseLayers([5], 'tanh');
  const at = (loss: (typeof losses)[number]) => {
    const problem = policyProblem({ layers, loss });
    const { weights, batch } = randomPolicy(problem, 1, 8);
    return createObjective(problem).lossAndGradient(weights, batch);
  };

  it('has no variance to change', () => {
    const { loss, gradient } = at(variance);
    expect(loss).toBe(0);
    expect(gradient.every((slope) => slope === 0)).toBe(true);
  });

  it('has no standard deviation either: mean-sd and entropic are both minus its P&L', () => {
    const [one, other] = [at(sd), at(entropic)];
    expect(one.loss).toBeCloseTo(other.loss, 5);
    one.gradient.forEach((slope, k) => {
      expect(slope).toBeCloseTo(other.gradient[k], 4);
    });
  });
});

describe('a threshold of CVaR beyond all losses', () => {
  it('is all that moves', () => {
    const problem = policyProblem({ layers: denseLayers([5], 'silu'), loss: cvar });
    const { weights, batch } = randomPolicy(problem, 100, 11);
    const last = weights.length - 1;
    weights[last] = 1000;
    const { loss, gradient } = createObjective(problem).lossAndGradient(weights, batch);
    expect(loss).toBe(1000);
    expect(gradient[last]).toBe(1);
    expect(gradient.subarray(0, last).every((slope) => slope === 0)).toBe(true);
  });
});

describe("a criterion of the caller's own", () => {
  const own = policyProblem({ layers: denseLayers([5], 'silu'), loss: { kind: 'criterion' } });

  it('trains as a built-in loss of the same formula does', () => {
    const builtIn = policyProblem({ layers: own.layers, loss: { kind: 'mean-sd', riskAversion: 2 } });
    const { weights, batch } = randomPolicy(builtIn, 300, 9);
    const objective = createObjective(own, { criterion: meanSd(2) });
    expect(objective.lossAndGradient(weights, batch)).toEqual(createObjective(builtIn).lossAndGradient(weights, batch));
    expect(objective.loss(weights, batch)).toBe(createObjective(builtIn).loss(weights, batch));
  });

  it('has to be given', () => {
    const { weights, batch } = randomPolicy(policyProblem({ layers: own.layers }), 5, 9);
    expect(() => createObjective(own).lossAndGradient(weights, batch)).toThrow(RangeError);
    expect(() => createObjective(own).lossAndGradient(weights, batch)).toThrow(/criterion/);
  });
});
