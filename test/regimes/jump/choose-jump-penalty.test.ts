import { describe, expect, it } from 'vitest';
import { sliceFeatures } from '../../../src/market/features.ts';
import { chooseJumpPenalty } from '../../../src/regimes/jump/choose-jump-penalty.ts';
import { createReturnDensity } from '../../../src/regimes/jump/return-density.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { drawPersistent } from './draw-persistent.ts';

const { returns, features } = drawPersistent(2500, 1);
const options = { states: 2, returns, seed: 1, restarts: 4 };
const candidates = [0, 5, 10, 1e6];

describe('chooseJumpPenalty', () => {
  const chosen = chooseJumpPenalty(candidates, features, options);

  it('takes the penalty that predicts returns best, and shows what the others cost', () => {
    expect(chosen.penalty).toBe(5);
    expect(chosen.days).toBe(1250);
    expect(chosen.trials.map(({ penalty }) => penalty)).toEqual(candidates);
    const [free, best, higher, one] = chosen.trials;
    expect(best.behind).toBe(0);
    expect(best.behindError).toBe(0);
    for (const trial of [free, higher, one]) {
      expect(trial.behind).toBeCloseTo(best.logDensity - trial.logDensity, 12);
      expect(trial.behind).toBeGreaterThan(2 * trial.behindError);
    }
    expect(free.switchesPerYear).toBeGreaterThan(6 * best.switchesPerYear);
    expect(one.switchesPerYear).toBe(0);
  });

  it('scores one regime as a normal distribution fitted on the past would', () => {
    const [{ logDensity }] = chooseJumpPenalty([1e6], features, { ...options, parts: 1 }).trials;
    const past = returns.slice(0, 1250);
    const mean = past.reduce((a, b) => a + b) / 1250;
    const variance = past.reduce((sum, r) => sum + (r - mean) ** 2, 0) / 1250;
    const scores = returns
      .slice(1250)
      .map((r) => -0.5 * (Math.log(2 * Math.PI * variance) + (r - mean) ** 2 / variance));
    expect(logDensity).toBeCloseTo(scores.reduce((a, b) => a + b) / 1250, 10);
  });

  it('judges each part by fits on the rows before it alone', () => {
    const score = (rows: number, firstShare: number, parts: number) => {
      const span = { ...options, returns: returns.slice(0, rows), firstShare, parts };
      const { trials, days } = chooseJumpPenalty([5], sliceFeatures(features, 0, rows), span);
      return days * trials[0].logDensity;
    };
    // The first part's score is the same where the rows after it do not exist.
    expect(score(2500, 0.5, 2)).toBeCloseTo(score(1875, 1250 / 1875, 1) + score(2500, 0.75, 1), 8);
  });

  it('looks further ahead when asked, is the same for the same seed and scales with returns', () => {
    const month = chooseJumpPenalty([5, 10], features, { ...options, horizonDays: 21 });
    expect(month.days).toBe(1230);
    const best = (trials: typeof month.trials) => Math.max(...trials.map(({ logDensity }) => logDensity));
    expect(best(month.trials)).toBeLessThan(best(chosen.trials));
    const near = chooseJumpPenalty([5, 10], features, options);
    expect(near.trials).toEqual(chosen.trials.slice(1, 3));
    const percent = chooseJumpPenalty([5, 10], features, { ...options, returns: returns.map((r) => 100 * r) });
    percent.trials.forEach(({ logDensity }, n) => {
      expect(logDensity).toBeCloseTo(near.trials[n].logDensity - Math.log(100), 9);
    });
  });

  it('takes the highest penalty as good as the best, within the errors allowed', () => {
    expect(chooseJumpPenalty([1e6, 1e7], features, { ...options, restarts: 1 }).penalty).toBe(1e7);
    const near = (toleranceErrors: number) => chooseJumpPenalty([5, 10], features, { ...options, toleranceErrors });
    const [, { behind, behindError }] = near(0).trials;
    expect(behind).toBeGreaterThan(0);
    expect(near(0).penalty).toBe(5);
    expect(near((0.99 * behind) / behindError).penalty).toBe(5);
    expect(near((1.01 * behind) / behindError).penalty).toBe(10);
  });

  it('can be watched and stopped, and refuses bad input', () => {
    const seen: number[] = [];
    chooseJumpPenalty([5], features, { ...options, onProgress: ({ done, total }) => seen.push(done / total) });
    expect(seen).toEqual([0, 0.25, 0.5, 0.75, 1]);
    const run = (list: readonly number[], changed: object) => () =>
      chooseJumpPenalty(list, features, { ...options, ...changed });
    expect(run([5], { signal: AbortSignal.abort(new Error('enough')) })).toThrow('enough');
    expect(run([], {})).toThrow(/candidates is empty/);
    expect(run([-1], {})).toThrow(/penalty is -1/);
    expect(run([5], { firstShare: 1 })).toThrow(/firstShare is 1/);
    expect(run([5], { parts: 0 })).toThrow(/parts is 0/);
    expect(run([5], { toleranceErrors: -1 })).toThrow(/toleranceErrors is -1/);
    expect(run([5], { horizonDays: 0.5 })).toThrow(/horizonDays is 0.5/);
    expect(run([5], { returns: returns.slice(1) })).toThrow(/returns has 2499 values/);
    expect(run([5], { returns: returns.slice().fill(Number.NaN, 1250) })).toThrow(InputError);
    expect(run([5], { returns: new Float64Array(2500) })).toThrow(InputError);
  });
});

describe('createReturnDensity', () => {
  it('mixes the regimes by the probabilities carried on', () => {
    const states = [
      { volAnnual: Math.sqrt(252) * 0.01, meanDaily: 0.001, share: 0.5 },
      { volAnnual: Math.sqrt(252) * 0.03, meanDaily: -0.002, share: 0.5 },
    ];
    const transition = [Float64Array.of(0.9, 0.1), Float64Array.of(0.2, 0.8)];
    const normal = (r: number, mean: number, sd: number) =>
      Math.exp(-0.5 * ((r - mean) / sd) ** 2) / (sd * Math.sqrt(2 * Math.PI));
    // From (0.3, 0.7): one day on (0.41, 0.59), two days (0.487, 0.513).
    for (const [horizon, calm] of [
      [1, 0.41],
      [2, 0.487],
    ]) {
      const expected = calm * normal(0.015, 0.001, 0.01) + (1 - calm) * normal(0.015, -0.002, 0.03);
      const logDensity = createReturnDensity({ states, transition }, horizon);
      expect(logDensity([0.3, 0.7], 0.015)).toBeCloseTo(Math.log(expected), 12);
      expect(logDensity([0.3, 0.7], 1e3)).toBeLessThan(-1e6);
    }
  });
});
