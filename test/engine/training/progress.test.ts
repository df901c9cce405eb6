import { describe, expect, it } from 'vitest';
import { trainNetwork } from '../../../src/engine/training/train.ts';
import type { Progress } from '../../../src/support/long-call.ts';
import { base, bowl } from './bowl.ts';

describe('progress of a training', () => {
  it('reports loss, best validation and the time left by its own pace', () => {
    const seen: Progress[] = [];
    let clock = 5000;
    const losses: number[] = [];
    const result = trainNetwork({
      ...base,
      steps: 120,
      lossAndGradient: (weights) => {
        clock += 20;
        const evaluation = bowl([1, -2])(weights);
        losses.push(evaluation.loss);
        return evaluation;
      },
      validate: (weights) => {
        clock += 1000;
        return Math.abs(weights[0] - 1);
      },
      progressEvery: 30,
      now: () => clock,
      onProgress: (progress) => seen.push(progress),
    });
    expect(seen.map(({ label, done, total }) => [label, done, total])).toEqual(
      [30, 60, 90, 120].map((done) => ['bowl', done, 120]),
    );
    // The validation at step 50 lies in the second report; the one before the first step is no part of the pace.
    expect(seen[0].secondsLeft).toBeCloseTo((0.6 / 30) * 90, 9);
    expect(seen[1].secondsLeft).toBeCloseTo((2.2 / 60) * 60, 9);
    expect(seen[3].secondsLeft).toBe(0);
    expect(seen[1].loss).toBeCloseTo(
      losses.slice(30, 60).reduce((sum, loss) => sum + loss / 30, 0),
      12,
    );
    expect(seen[0].bestValidation).toBe(1);
    expect(seen[3].bestValidation).toBe(result.bestValidation);
  });

  it('knows neither validation nor pace where there is none', () => {
    const seen: Progress[] = [];
    trainNetwork({ ...base, steps: 60, now: () => 3, onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ done, bestValidation, secondsLeft }) => [done, bestValidation, secondsLeft])).toEqual([
      [50, undefined, 0],
      [60, undefined, 0],
    ]);
  });
});
