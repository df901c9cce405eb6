import { describe, expect, it } from 'vitest';
import type { RegimeState } from '../../../src/regimes/detector.ts';
import { type PredictedRegimes, scoreReturns } from '../../../src/regimes/selection/score-returns.ts';
import { InputError } from '../../../src/support/input-error.ts';

/** Daily volatilities of 1 % and 3 %; refits at the close of rows 1 and 3. */
const regime = (volDaily: number, meanDaily: number, share: number) => ({
  volAnnual: volDaily * Math.sqrt(252),
  meanDaily,
  share,
});
const walk: PredictedRegimes = {
  predicted: {
    rows: 6,
    columns: [
      Float64Array.of(Number.NaN, Number.NaN, 0.8, 0.5, 1, 0.3),
      Float64Array.of(Number.NaN, Number.NaN, 0.2, 0.5, 0, 0.7),
    ],
  },
  refits: [
    {
      row: 1,
      degreesOfFreedom: Number.POSITIVE_INFINITY,
      states: [regime(0.01, 0.001, 0.6), regime(0.03, -0.002, 0.4)],
    },
    { row: 3, degreesOfFreedom: Number.POSITIVE_INFINITY, states: [regime(0.02, 0, 0.5), regime(0.04, 0, 0.5)] },
  ],
};
const normal = (x: number, mean: number, sd: number) =>
  Math.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * Math.sqrt(2 * Math.PI));

describe('scoreReturns', () => {
  const returns = Float64Array.of(0.5, 0.5, 0.02, -0.01, 0.03, Number.NaN);
  const scores = scoreReturns(walk, returns);

  it('is the log of the mixture that the model of the day before foresaw', () => {
    expect(scores[2]).toBeCloseTo(Math.log(0.8 * normal(0.02, 0.001, 0.01) + 0.2 * normal(0.02, -0.002, 0.03)), 12);
    expect(scores[3]).toBeCloseTo(Math.log(0.5 * normal(-0.01, 0.001, 0.01) + 0.5 * normal(-0.01, -0.002, 0.03)), 12);
    expect(scores[4]).toBeCloseTo(Math.log(normal(0.03, 0, 0.02)), 12);
  });

  it('is of Student-t densities with the same variances where there are degrees of freedom', () => {
    // Γ(3) / (Γ(5/2) √(3π)) (1 + z²/3)^−3 has variance 1; Γ(5/2) = 3 √π / 4.
    const student = (x: number, mean: number, sd: number) =>
      ((8 / (3 * Math.PI * Math.sqrt(3))) * (1 + ((x - mean) / sd) ** 2 / 3) ** -3) / sd;
    const refits = walk.refits.map((refit) => ({ ...refit, degreesOfFreedom: 5 }));
    const fat = scoreReturns({ ...walk, refits }, returns);
    expect(fat[2]).toBeCloseTo(Math.log(0.8 * student(0.02, 0.001, 0.01) + 0.2 * student(0.02, -0.002, 0.03)), 12);
    expect(fat[4]).toBeCloseTo(Math.log(student(0.03, 0, 0.02)), 12);
  });

  it('scores neither what was fitted on nor days without a return', () => {
    expect([...scores].map(Number.isNaN)).toEqual([true, true, false, false, false, true]);
  });

  it('raises the variance of a regime of next to none, and stays finite on a wild day', () => {
    const narrow = regime(1e-9, 0, 0.5);
    const refits = [{ row: 1, degreesOfFreedom: Number.POSITIVE_INFINITY, states: [narrow, regime(0.02, 0, 0.5)] }];
    const [still, wild] = scoreReturns({ ...walk, refits }, Float64Array.of(0, 0, 0, 9e9, 0, 0)).subarray(2);
    // 1e-4 of half of 0.02² is a volatility of 0.02 % × 0.7.
    const floor = Math.sqrt(1e-4 * 0.5 * 0.02 ** 2);
    expect(still).toBeCloseTo(Math.log(0.8 * normal(0, 0, floor) + 0.2 * normal(0, 0, 0.02)), 8);
    expect(wild).toBeLessThan(-1e20);
    expect(Number.isFinite(wild)).toBe(true);
  });

  it('shifts by a constant when returns change their unit', () => {
    const percent = (state: RegimeState) => ({
      ...state,
      volAnnual: 100 * state.volAnnual,
      meanDaily: 100 * state.meanDaily,
    });
    const refits = walk.refits.map((refit) => ({ ...refit, states: refit.states.map(percent) }));
    const scaled = scoreReturns(
      { ...walk, refits },
      returns.map((r) => 100 * r),
    );
    for (const t of [2, 3, 4]) expect(scaled[t]).toBeCloseTo(scores[t] - Math.log(100), 11);
  });

  it('refuses returns that do not vary', () => {
    const refits = [{ row: 1, degreesOfFreedom: Number.POSITIVE_INFINITY, states: [regime(0, 0, 1)] }];
    expect(() => scoreReturns({ ...walk, refits }, returns)).toThrow(InputError);
  });
});
