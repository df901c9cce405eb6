import { describe, expect, it } from 'vitest';
import { createChangePointDetector } from '../../../src/regimes/change-point/create-change-point-detector.ts';
import { createStormEvidence, stepCusum } from '../../../src/regimes/change-point/cusum-walk.ts';
import { describeChangePointDetector, drawStorm } from '../../contracts/change-point-suite.ts';

describeChangePointDetector('cusum', () => createChangePointDetector());

describe('createChangePointDetector', () => {
  it('waits longer the fewer false alarms it may raise', () => {
    const past = drawStorm(1000, 6);
    const thresholds = [12, 4, 1, 0.1].map(
      (falseAlarmsPerYear) => createChangePointDetector({ falseAlarmsPerYear }).fit(past, { seed: 1 }).threshold,
    );
    expect(thresholds).toEqual([...thresholds].sort((a, b) => a - b));
    expect(thresholds[3]).toBeGreaterThan(2 * thresholds[0]);
  });

  it.each([
    [{ falseAlarmsPerYear: 0 }, /falseAlarmsPerYear is 0/],
    [{ falseAlarmsPerYear: 13 }, /falseAlarmsPerYear is 13/],
    [{ stormRatio: 1 }, /stormRatio is 1/],
    [{ stormRatio: Number.POSITIVE_INFINITY }, /stormRatio is Infinity/],
    [{ degreesOfFreedom: 2 }, /degreesOfFreedom is 2/],
  ])('refuses %o', (options, message) => {
    expect(() => createChangePointDetector(options)).toThrow(RangeError);
    expect(() => createChangePointDetector(options)).toThrow(message);
  });
});

describe('createStormEvidence', () => {
  it('is the log likelihood ratio of two Student-t densities', () => {
    // Unit-variance Student-t of 5 degrees is proportional to (1 + z² / 3)^−3.
    const evidence = createStormEvidence(2, 5);
    for (const z of [0, 0.5, 1.7, 6]) {
      const ratio = (1 + z ** 2 / 12) ** -3 / 2 / (1 + z ** 2 / 3) ** -3;
      expect(evidence(z ** 2)).toBeCloseTo(Math.log(ratio), 12);
    }
    expect(evidence(1e200)).toBeCloseTo(5 * Math.log(2), 12);
  });
});

describe('stepCusum', () => {
  it('starts the alarm at the threshold and ends it at 0', () => {
    const walk = { sum: 0, alarm: false };
    const seen = [-1, 1.5, 1, 5, -1, -1, -0.9, -5, 1].map((evidence) => {
      stepCusum(walk, evidence, 3);
      return [walk.sum, walk.alarm];
    });
    expect(seen.map(([, alarm]) => alarm)).toEqual([false, false, false, true, true, true, true, false, false]);
    expect(seen.map(([sum]) => sum)).toEqual([0, 1.5, 2.5, 3, 2, 1, expect.closeTo(0.1, 12), 0, 1]);
  });
});
