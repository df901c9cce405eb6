import { afterEach, describe, expect, it } from 'vitest';
import { createObjective } from '../../../src/engine/create-objective.ts';
import type { ForecasterBatch, ForecasterProblem } from '../../../src/engine/forecaster/forecaster-problem.ts';
import type { PolicyBatch, PolicyLoss, PolicyProblem } from '../../../src/engine/policy/policy-problem.ts';
import { createEngine, type Engine } from '../../../src/engine/pool/create-engine.ts';
import { createRandomStream, type RandomStream } from '../../../src/math/random.ts';
import type { Criterion } from '../../../src/risk/criterion.ts';
import { variance } from '../../../src/risk/variance.ts';

const engines: Engine[] = [];

function openEngine(threads?: number): Engine {
  const engine = createEngine({ threads });
  engines.push(engine);
  return engine;
}

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

const normals = (length: number, stream: RandomStream, mean = 0, sd = 1) =>
  Float32Array.from({ length }, () => mean + sd * stream.normal());

function policyProblem(loss: PolicyLoss): PolicyProblem {
  return {
    kind: 'policy',
    steps: 3,
    signals: 2,
    instruments: 1,
    layers: [
      { kind: 'dense', units: 5, activation: 'silu' },
      { kind: 'dropout', rate: 0.25 },
    ],
    readsHoldings: true,
    head: 'correction',
    proportionalCost: [0.01],
    quadraticCost: [0.02],
    unwinds: true,
    loss,
  };
}

function policyBatch(paths: number): PolicyBatch {
  const stream = createRandomStream(11, 'paths');
  return {
    paths,
    signals: normals(6 * paths, stream),
    prices: normals(4 * paths, stream, 1, 0.1),
    reference: normals(3 * paths, stream, 0.5, 0.1),
    unhedged: normals(paths, stream, 0, 0.2),
  };
}

it.each(['band', 'free-band'] as const)('a %s of two instruments has the bits of the calling thread', async (head) => {
  const costs = { instruments: 2, proportionalCost: [0.01, 0.03], quadraticCost: [0.02, 0] };
  const problem = { ...policyProblem({ kind: 'entropic', riskAversion: 2 }), ...costs, head };
  const { paths, signals, unhedged, ...single } = policyBatch(1000);
  const prices = normals(4 * 2 * paths, createRandomStream(13, 'prices'), 1, 0.1);
  const reference = normals(3 * 2 * paths, createRandomStream(14, 'reference'), 0.5, 0.1);
  const batch = { ...single, paths, signals, unhedged, prices, reference };
  const inline = createObjective(problem);
  const weights = normals(inline.size, createRandomStream(12, 'weights'), 0, 0.5);
  const expected = inline.lossAndGradient(weights, batch);
  expect(await openEngine(3).objective(problem).lossAndGradient(weights, batch)).toEqual(expected);
});

const criterion: Criterion = { ...variance(), name: "the user's own" };

describe.each<PolicyLoss>([
  { kind: 'entropic', riskAversion: 2 },
  { kind: 'cvar', level: 0.9 },
  { kind: 'mean-sd', riskAversion: 1.5 },
  { kind: 'criterion' },
])('a policy with loss $kind', (loss) => {
  it.each([1, 2, 4])('has the bits of the calling thread on %d workers', async (threads) => {
    const problem = policyProblem(loss);
    const inline = createObjective(problem, { criterion });
    const objective = openEngine(threads).objective(problem, { criterion });
    const weights = normals(inline.size, createRandomStream(12, 'weights'), 0, 0.5);
    expect(objective.size).toBe(inline.size);
    const paths = policyBatch(1500);
    for (const batch of [paths, { ...paths, range: [100, 900] as const }]) {
      for (const options of [{}, { dropoutKey: 5 }]) {
        const expected = inline.lossAndGradient(weights, batch, options);
        expect(expected.loss).not.toBe(0);
        expect(await objective.lossAndGradient(weights, batch, options)).toEqual(expected);
      }
      expect(await objective.results(weights, batch)).toEqual(inline.results(weights, batch));
      expect(await objective.loss(weights, batch)).toBe(inline.loss(weights, batch));
    }
  });
});

it('gives a forecaster the bits of the calling thread', async () => {
  const problem: ForecasterProblem = {
    kind: 'forecaster',
    inputs: 3,
    window: 4,
    layers: [{ kind: 'lstm', units: 6 }],
    horizons: 2,
    loss: 'qlike',
  };
  const stream = createRandomStream(13, 'history');
  const days = 900;
  const batch: ForecasterBatch = {
    days,
    features: normals(3 * days, stream),
    targets: normals(2 * days, stream, 0, 0.3).map(Math.exp),
    rows: Int32Array.from({ length: 700 }, (_, k) => days - 1 - k),
  };
  const inline = createObjective(problem);
  const weights = normals(inline.size, stream, 0, 0.3);
  const objective = openEngine(2).objective(problem);
  expect(await objective.lossAndGradient(weights, batch)).toEqual(inline.lossAndGradient(weights, batch));
  expect(await objective.results(weights, batch)).toEqual(inline.results(weights, batch));
  expect(await objective.loss(weights, batch)).toBe(inline.loss(weights, batch));
});

it('refuses what makes no sense', async () => {
  const engine = openEngine();
  expect(engine.threads).toBeGreaterThanOrEqual(1);
  const problem = policyProblem({ kind: 'cvar', level: 2 });
  expect(() => engine.objective(problem)).toThrow(new RangeError('loss.level is 2: expected a number in [0, 1)'));
  expect(() => engine.objective(policyProblem({ kind: 'criterion' }))).toThrow(
    new RangeError("the problem's loss is 'criterion', and no criterion was given"),
  );
  const objective = engine.objective(policyProblem({ kind: 'variance' }));
  const weights = new Float32Array(objective.size);
  await expect(objective.loss(weights, { ...policyBatch(10), paths: 11 })).rejects.toThrow(RangeError);
  await engine.close();
  expect(() => engine.objective(policyProblem({ kind: 'variance' }))).toThrow('the engine is closed');
  expect(() => openEngine(0)).toThrow('threads is 0');
});
