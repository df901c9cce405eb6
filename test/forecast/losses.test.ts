import { describe, expect, it } from 'vitest';
import { lossesOf, meanLoss, qlike, squaredError } from '../../src/forecast/losses.ts';

const realised = Float64Array.of(1, 2, 0.5, 3);
const forecast = Float64Array.of(1.5, 2, 0.8, 2);

describe('losses', () => {
  it('gives the QLIKE of the reference vectors', () => {
    const losses = lossesOf(qlike, realised, forecast);
    [0.0721317748, 0, 0.0950036292, 0.0945348919].forEach((loss, i) => {
      expect(losses[i]).toBeCloseTo(loss, 9);
    });
    expect(meanLoss(losses)).toBeCloseTo(0.065417574, 9);
  });

  it('gives squared errors of variances', () => {
    const losses = lossesOf(squaredError, realised, forecast);
    [0.25, 0, 0.09, 1].forEach((loss, i) => {
      expect(losses[i]).toBeCloseTo(loss, 14);
    });
  });

  it('is lowest on average at the mean of a noisy variance', () => {
    const noisy = Float64Array.of(0.2, 0.6, 1.1, 2.1);
    for (const loss of [qlike, squaredError]) {
      const at = (f: number) => meanLoss(lossesOf(loss, noisy, new Float64Array(4).fill(f)));
      expect(at(1)).toBeLessThan(at(0.98));
      expect(at(1)).toBeLessThan(at(1.02));
    }
  });

  it('leaves rows without a value out of the mean', () => {
    expect(meanLoss(Float64Array.of(Number.NaN, 1, 3))).toBe(2);
    expect(meanLoss(Float64Array.of(Number.NaN))).toBeNaN();
    expect(lossesOf(qlike, Float64Array.of(Number.NaN), Float64Array.of(1))[0]).toBeNaN();
  });

  it('refuses columns of different lengths', () => {
    expect(() => lossesOf(qlike, realised, new Float64Array(3))).toThrow(RangeError);
  });
});
