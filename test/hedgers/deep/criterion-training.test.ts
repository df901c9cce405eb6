import { describe, expect, it } from 'vitest';
import { plainUnderlying } from '../../../src/contracts/underlying.ts';
import { createObjective } from '../../../src/engine/create-objective.ts';
import type { PolicyProblem } from '../../../src/engine/policy/policy-problem.ts';
import { trainDeepHedger } from '../../../src/hedgers/deep/train-deep-hedger.ts';
import { createCriterion, type ObjectiveConfig } from '../../../src/risk/create-criterion.ts';
import { createGbm } from '../../../src/simulate/gbm.ts';

const objectives: readonly ObjectiveConfig[] = [
  { criterion: 'variance' },
  { criterion: 'mean-variance', riskAversion: 1 },
  { criterion: 'mean-sd', riskAversion: 1.5 },
  { criterion: 'mean-sd', riskAversion: 1.5, smoothingWidth: 0.1 },
  { criterion: 'downside', target: 0 },
  { criterion: 'downside', target: 0, smoothingWidth: 0.1 },
  { criterion: 'entropic', riskAversion: 1 },
  { criterion: 'isoelastic', riskAversion: 10, initialWealth: 100 },
  { criterion: 'cvar', level: 0.95 },
  { criterion: 'cvar', level: 0.95, smoothingWidth: 0.1 },
  { criterion: 'quadratic-cvar', riskAversion: 2 },
  { criterion: 'quadratic-cvar', riskAversion: 20 },
  { criterion: 'quadratic-cvar', riskAversion: 2, smoothingWidth: 0.1 },
];

/** Holdings by the weights of one linear unit of one signal, on one step. */
const oneStep: PolicyProblem = {
  kind: 'policy',
  steps: 1,
  signals: 1,
  instruments: 1,
  layers: [],
  readsHoldings: false,
  head: 'holding',
  proportionalCost: [0],
  quadraticCost: [0],
  unwinds: false,
  loss: { kind: 'criterion' },
};

describe.each(objectives)('the loss %j', (config) => {
  const criterion = createCriterion(config);

  it('falls as a deep hedge is trained on one batch', () => {
    const { objective, losses } = trainDeepHedger({
      market: createGbm({ volAnnual: 0.2 }),
      contract: { terms: { type: 'call', strike: 1 }, position: -1, steps: 3 },
      underlying: plainUnderlying(0),
      frictions: [{ kind: 'proportional', costBps: 10 }],
      criterion,
      hidden: [4],
      steps: 12,
      paths: 64,
      pooledStates: 64 * 3,
      validationPaths: 64,
      learningRate: 0.01,
      seed: 7,
    });
    expect([...losses, objective]).toSatisfy((all: number[]) => all.every(Number.isFinite));
    expect(losses.at(-1)).toBeLessThan(losses[0]);
  });

  it.each([
    ['all tie', [-1, -1, -1, -1], [2, 2, 2, 2]],
    ['tie for the worst', [-3, -3, 1, 2], [2, 2, 1, 1]],
    ['tie at no loss', [0, 0, 0, 0], [1, 1, 1, 1]],
  ])('has a finite gradient where outcomes %s', (_, unhedged, signals) => {
    const batch = {
      paths: 4,
      signals: Float32Array.from(signals),
      // No price moves, so that outcomes tie at any weights, but for two that move alike.
      prices: Float32Array.of(100, 100, 100, 100, 100, 100, 101, 101),
      unhedged: Float32Array.from(unhedged),
    };
    const { loss, gradient } = createObjective(oneStep, { criterion }).lossAndGradient(Float32Array.of(0, 0), batch);
    expect(loss).toSatisfy(Number.isFinite);
    expect([...gradient]).toSatisfy((slopes: number[]) => slopes.every(Number.isFinite));
  });
});
