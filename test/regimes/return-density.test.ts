import { describe, expect, it } from 'vitest';
import { predictRegimes } from '../../src/regimes/predict-regimes.ts';
import { returnDensity } from '../../src/regimes/return-density.ts';

describe('returnDensity', () => {
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
      const now = { rows: 1, columns: [Float64Array.of(0.3), Float64Array.of(0.7)] };
      const predicted = predictRegimes(now, transition, horizon);
      const logDensity = returnDensity(states, Number.POSITIVE_INFINITY);
      expect(logDensity(0.015, predicted, 0)).toBeCloseTo(Math.log(expected), 12);
      expect(logDensity(1e3, predicted, 0)).toBeLessThan(-1e6);
    }
  });
});
