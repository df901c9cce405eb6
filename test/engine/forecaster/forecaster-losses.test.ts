import { describe, expect, it } from 'vitest';
import { lossOf, rowLoss } from '../../../src/engine/forecaster/forecaster-losses.ts';
import type { ForecasterBatch, ForecasterProblem } from '../../../src/engine/forecaster/forecaster-problem.ts';

const problem: ForecasterProblem = { kind: 'forecaster', inputs: 1, window: 1, layers: [], horizons: 2, loss: 'qlike' };
const batch: ForecasterBatch = {
  days: 3,
  features: new Float32Array(3),
  targets: Float32Array.of(0.25, Number.NaN, 2, 4, Number.NaN, 0.5),
  baseline: Float32Array.of(-1, Number.NaN, 0.5, 2, Number.NaN, 0.25),
  rows: Int32Array.of(2, 0),
};

describe('the losses of a forecaster', () => {
  it('are those of their formulas, at their entries', () => {
    // Horizon 1, day 2: v = 0.5, g = 0.7 + 0.25.
    const ratio = 0.5 * Math.exp(-0.95);
    expect(rowLoss('qlike', batch, 1, 0, 0.7).loss).toBeCloseTo(ratio - Math.log(ratio) - 1, 12);
    expect(rowLoss('log-mse', batch, 1, 0, 0.7).loss).toBeCloseTo((0.95 - Math.log(0.5)) ** 2, 12);
    // Horizon 0, day 0, no baseline: v = 0.25, g = −1.2.
    const { loss } = rowLoss('log-mse', { ...batch, baseline: undefined }, 0, 1, -1.2);
    expect(loss).toBeCloseTo((-1.2 - Math.log(0.25)) ** 2, 12);
  });

  it.each(['qlike', 'log-mse'] as const)('have their slopes, and are 0 at the variance itself: %s', (kind) => {
    const { loss, slope } = rowLoss(kind, batch, 1, 1, Math.log(4) - 2);
    expect(loss).toBeCloseTo(0, 12);
    expect(slope).toBeCloseTo(0, 12);
    for (const output of [-2, 0.3, 1]) {
      const difference =
        rowLoss(kind, batch, 0, 0, output + 1e-5).loss - rowLoss(kind, batch, 0, 0, output - 1e-5).loss;
      expect(rowLoss(kind, batch, 0, 0, output).slope).toBeCloseTo(difference / 2e-5, 7);
    }
  });

  it('are averaged over rows and horizons', () => {
    const outputs = Float64Array.of(0.1, 0.2, 0.3, 0.4);
    const each = [0, 1, 2, 3].map((k) => rowLoss('qlike', batch, k >> 1, k % 2, outputs[k]));
    const gradient = new Float64Array(4);
    expect(lossOf(problem, batch, outputs, gradient)).toBeCloseTo(
      each.reduce((sum, { loss }) => sum + loss, 0) / 4,
      12,
    );
    expect([...gradient]).toEqual(each.map(({ slope }) => slope / 4));
  });

  it.each([0, -0.5, Number.NaN, Number.POSITIVE_INFINITY])('name the entry of a variance of %d', (variance) => {
    const targets = batch.targets!.map((v, k) => (k === 5 ? variance : v));
    expect(() => rowLoss('qlike', { ...batch, targets }, 1, 0, 0)).toThrow(
      new RangeError(
        `targets[5] is ${variance}: the variance of horizon 1 at day 2 (rows[0]) is to be a finite number above 0`,
      ),
    );
  });

  it('need targets', () => {
    expect(() => lossOf(problem, { ...batch, targets: undefined }, new Float64Array(4))).toThrow('targets are missing');
  });
});
