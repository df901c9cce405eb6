import { describe, expect, it } from 'vitest';
import {
  expectedVarianceLeft,
  fairVariance,
  hestonVarianceSwapValue,
} from '../../src/contracts/heston-variance-swap.ts';

const parameters = {
  initialVariance: 0.09,
  meanReversionAnnual: 1.5,
  longRunVariance: 0.04,
  volOfVol: 0.5,
  correlation: -0.6,
};
const jumps = { jumpsPerYear: 2, jumpMean: -0.05, jumpSd: 0.1 };

describe('the idealised variance swap', () => {
  it('expects the integral of the mean variance θ + (v − θ) e^{−κt}', () => {
    const steps = 100_000;
    let integral = 0;
    for (let i = 0; i < steps; i++) {
      const t = (0.75 * (i + 0.5)) / steps;
      integral += ((0.04 + 0.05 * Math.exp(-1.5 * t)) * 0.75) / steps;
    }
    expect(expectedVarianceLeft(0.09, 0.75, parameters)).toBeCloseTo(integral, 11);
    expect(fairVariance(parameters, 0.75)).toBeCloseTo(integral / 0.75, 11);
  });

  it("is the long run's variance where the variance starts there", () => {
    expect(fairVariance({ ...parameters, initialVariance: 0.04 }, 0.3)).toBeCloseTo(0.04, 15);
  });

  it("adds the jumps' second moment", () => {
    expect(fairVariance({ ...parameters, ...jumps }, 1) - fairVariance(parameters, 1)).toBeCloseTo(2 * 0.0125, 14);
  });

  it('starts at its fair value and ends at what has accrued', () => {
    const bates = { ...parameters, ...jumps };
    expect(hestonVarianceSwapValue(0, 0.09, 0.5, bates)).toBeCloseTo(0.5 * fairVariance(bates, 0.5), 14);
    expect(hestonVarianceSwapValue(0.031, 0.2, 0, bates)).toBe(0.031);
  });

  it('refuses no time', () => {
    expect(() => fairVariance(parameters, 0)).toThrow('years is 0');
  });
});
