import { describe, expect, it } from 'vitest';
import { meanLoss, rowLoss } from '../../../src/engine/forecaster/forecaster-losses.ts';
import type { ForecasterBatch } from '../../../src/engine/forecaster/forecaster-problem.ts';

describe('the losses of a forecaster', () => {
  it('are those of their formulas', () => {
    // v = 0.5, g = 0.7 + 0.25.
    const ratio = 0.5 * Math.exp(-0.95);
    expect(rowLoss('qlike', 0.7, 0.5, 0.25).loss).toBeCloseTo(ratio - Math.log(ratio) - 1, 12);
    expect(rowLoss('log-mse', 0.7, 0.5, 0.25).loss).toBeCloseTo((0.95 - Math.log(0.5)) ** 2, 12);
  });

  it.each(['qlike', 'log-mse'] as const)('have their slopes, and are 0 at the variance itself: %s', (kind) => {
    const { loss, slope } = rowLoss(kind, Math.log(4) - 2, 4, 2);
    expect(loss).toBeCloseTo(0, 12);
    expect(slope).toBeCloseTo(0, 12);
    for (const output of [-2, 0.3, 1]) {
      const difference = rowLoss(kind, output + 1e-5, 2, 0.5).loss - rowLoss(kind, output - 1e-5, 2, 0.5).loss;
      expect(rowLoss(kind, output, 2, 0.5).slope).toBeCloseTo(difference / 2e-5, 7);
    }
  });

  it('are averaged over rows and horizons, each with its own target and baseline', () => {
    const targets = Float32Array.of(0.25, Number.NaN, 2, 4, Number.NaN, 0.5);
    const batch: ForecasterBatch = {
      days: 3,
      features: new Float32Array(3),
      baseline: Float32Array.of(-1, Number.NaN, 0.5, 2, Number.NaN, 0.25),
      rows: Int32Array.of(2, 0),
    };
    const outputs = Float64Array.of(0.1, 0.2, 0.3, 0.4);
    const problem = { loss: 'qlike', horizons: 2 } as const;
    const meanOf = (baselines: readonly number[]) => {
      const variances = [2, 0.25, 0.5, 4];
      const each = variances.map((variance, k) => rowLoss('qlike', outputs[k], variance, baselines[k]).loss);
      return each.reduce((sum, loss) => sum + loss, 0) / 4;
    };
    expect(meanLoss(problem, batch, targets, outputs)).toBeCloseTo(meanOf([0.5, -1, 0.25, 2]), 12);
    const bare = { ...batch, baseline: undefined };
    expect(meanLoss(problem, bare, targets, outputs)).toBeCloseTo(meanOf([0, 0, 0, 0]), 12);
  });
});
