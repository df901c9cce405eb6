import { describe, expect, it } from 'vitest';
import { createObjective } from '../../../src/engine/create-objective.ts';
import type { PolicyBatch, PolicyProblem } from '../../../src/engine/policy/policy-problem.ts';

/*
 * Reaching a target as nearly as can be, min E (target − G)², with a price whose every move is μ + σ or μ − σ. The best
 * holding is θ (target − G) with θ = μ/(μ² + σ²) and G what has been gained so far, and leaves target² (1 − μθ)ⁿ; the best
 * one that does not know G is constant and leaves target²/(1 + n μ²/σ²). All 2ⁿ paths are gone through, so that both are
 * exact. To this problem Li and Ng (2000) reduce that of mean and variance.
 */
const [steps, drift, sd, target] = [8, 0.3, 1, 2];
const theta = drift / (drift ** 2 + sd ** 2);
const paths = 2 ** steps;

const problem = (part: Partial<PolicyProblem> = {}): PolicyProblem => ({
  kind: 'policy',
  steps,
  signals: 1,
  instruments: 1,
  layers: [],
  readsHoldings: false,
  head: 'holding',
  proportionalCost: [0],
  quadraticCost: [0],
  unwinds: true,
  loss: { kind: 'mean-square' },
  ...part,
});

function allPaths(): PolicyBatch {
  const prices = new Float32Array((steps + 1) * paths);
  for (let path = 0; path < paths; ++path) {
    for (let t = 0; t < steps; ++t) {
      const isUp = ((path >> t) & 1) === 1;
      prices[(t + 1) * paths + path] = prices[t * paths + path] + drift + (isUp ? sd : -sd);
    }
  }
  return { paths, prices, signals: new Float32Array(steps * paths), unhedged: new Float32Array(paths).fill(-target) };
}

/** h = slope × what is read + constant. */
const linear = (slope: number, constant: number) => Float32Array.of(slope, constant);

describe('P&L so far', () => {
  it.each([1, 0.25, 8])('lets a policy be the best one known, in units of 1/%d of money', (pnlScale) => {
    const objective = createObjective(problem({ pnlScale }));
    const best = linear(-theta / pnlScale, theta * target);
    const { loss, gradient } = objective.lossAndGradient(best, allPaths());
    expect(loss / (target ** 2 * (1 - drift * theta) ** steps)).toBeCloseTo(1, 5);
    for (const slope of gradient) expect(Math.abs(slope)).toBeLessThan(1e-4);
  });

  it('is not to be had from the time alone', () => {
    const constant = (target * drift) / (sd ** 2 + steps * drift ** 2);
    const blind = createObjective(problem()).loss(linear(0, constant), allPaths());
    expect(blind / (target ** 2 / (1 + (steps * drift ** 2) / sd ** 2))).toBeCloseTo(1, 5);
    const seeing = createObjective(problem({ pnlScale: 1 })).loss(linear(-theta, theta * target), allPaths());
    expect(seeing / blind).toBeLessThan(0.9);
  });

  it('holds what the contract alone has gained, beside it', () => {
    const objective = createObjective(problem({ pnlScale: 1, steps: 2 }));
    const [pnl] = objective.results(linear(-0.25, 0.5), {
      paths: 1,
      signals: Float32Array.of(0, -1),
      prices: Float32Array.of(100, 102, 105),
      unhedged: Float32Array.of(-4),
    });
    // 0.5 × 2 is gained and 1 lost on the contract: the second holding is the first.
    expect(pnl).toBe(0.5 * 2 + 0.5 * 3 - 4);
  });

  it('counts costs as they are paid, the unwinding not before the end', () => {
    const costs = { proportionalCost: [0.01], quadraticCost: [0.02], pnlScale: 1, steps: 2 };
    const [price, next, last] = [100, 101, 103];
    const batch = {
      paths: 1,
      signals: new Float32Array(2),
      prices: Float32Array.of(price, next, last),
      unhedged: new Float32Array(1),
    };
    const [slope, constant] = [-0.1, 0.5];
    const [pnl] = createObjective(problem(costs)).results(linear(slope, constant), batch);
    const cost = (money: number, trade: number) => money * (0.01 * Math.abs(trade) + 0.02 * trade ** 2);
    const soFar = constant * (next - price) - cost(price, constant);
    const second = constant + slope * soFar;
    const expected = soFar + second * (last - next) - cost(next, second - constant) - cost(last, second);
    expect(pnl).toBeCloseTo(expected, 4);
  });
});
