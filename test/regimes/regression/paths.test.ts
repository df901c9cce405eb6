import { describe, expect, it } from 'vitest';
import { evaluateSwitchingRegression } from '../../../src/regimes/regression/evaluate-switching-regression.ts';
import type { SwitchingParameters } from '../../../src/regimes/regression/switching-parameters.ts';

const density = (error: number, variance: number) =>
  Math.exp((-error * error) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);

/** Likelihood by the sum over all paths of regimes, lags of the first row included, and P(regime 0 of the last row). */
function sumOverPaths(parameters: SwitchingParameters, y: readonly number[], x: readonly number[], start: number[]) {
  const { transition, coefficients, lagCoefficients = [[], []], variances } = parameters;
  const lags = lagCoefficients[0].length;
  let total = 0;
  let first = 0;
  for (let path = 0; path < 2 ** y.length; path++) {
    const s = y.map((_, t) => (path >> t) & 1);
    let product = start[s[0]];
    for (let t = 1; t < y.length; t++) product *= transition[s[t - 1]][s[t]];
    const u = y.map((value, t) => value - coefficients[s[t]][0] - coefficients[s[t]][1] * x[t]);
    for (let t = lags; t < y.length; t++) {
      const explained = Array.from({ length: lags }, (_, m) => lagCoefficients[s[t]][m] * u[t - 1 - m]);
      product *= density(
        explained.reduce((left, part) => left - part, u[t]),
        variances[s[t]],
      );
    }
    total += product;
    if (s[y.length - 1] === 0) first += product;
  }
  return { logLikelihood: Math.log(total), last: first / total };
}

const y = [0.3, -1.2, 0.8, 2.1, -0.4, 0.9, 1.7];
const x = [1, 0.2, -0.7, 0.4, 1.1, -0.3, 0.6];
const shared = {
  transition: [
    [0.8, 0.2],
    [0.35, 0.65],
  ],
  coefficients: [
    [0.1, 0.5],
    [1.2, -0.4],
  ],
  variances: [0.5, 1.4],
};
const lagged = {
  ...shared,
  lagCoefficients: [
    [0.4, -0.2],
    [0.1, 0.3],
  ],
};

describe('likelihood of a switching regression', () => {
  const data = { dependent: Float64Array.from(y), regressors: [Float64Array.from(x)] };
  const stationary = [0.35 / 0.55, 0.2 / 0.55];

  it.each([
    ['a regression', shared, stationary],
    ['an autoregression', lagged, stationary],
    ['an autoregression with a free start', { ...lagged, start: [0.1, 0.9] }, [0.1, 0.9]],
  ])('is the sum over all paths to 1e-12: %s', (_, parameters, start) => {
    const { logLikelihood, filtered, inSampleSmoothed } = evaluateSwitchingRegression(parameters, data);
    const expected = sumOverPaths(parameters, y, x, start);
    expect(Math.abs(logLikelihood - expected.logLikelihood)).toBeLessThan(1e-12);
    expect(Math.abs(filtered.columns[0][6] - expected.last)).toBeLessThan(1e-12);
    expect(Math.abs(inSampleSmoothed().columns[0][6] - expected.last)).toBeLessThan(1e-12);
  });

  it('takes a row without its lags for a missing one', () => {
    const gap = { ...data, dependent: data.dependent.map((value, t) => (t === 3 ? Number.NaN : value)) };
    const { rows, rowLogLikelihoods, filtered } = evaluateSwitchingRegression(lagged, gap);
    expect(rows).toBe(2);
    expect(Array.from(rowLogLikelihoods, (value) => value !== 0)).toEqual(
      [2, 6].reduce((flags, t) => flags.with(t, true), Array<boolean>(7).fill(false)),
    );
    const [before, now] = [2, 3].map((t) => filtered.columns[0][t]);
    expect(now).toBeCloseTo(0.8 * before + 0.35 * (1 - before), 12);
  });

  it('refuses parameters that cannot be', () => {
    const refuse = (parameters: SwitchingParameters, message: RegExp) =>
      expect(() => evaluateSwitchingRegression(parameters, data)).toThrow(message);
    refuse({ ...shared, variances: [0.5, 0] }, /a variance is 0: expected/);
    refuse({ ...shared, variances: [0.5, 1, 1] }, /transition has rows/);
    refuse(
      {
        ...shared,
        transition: [
          [0.8, 0.3],
          [0.3, 0.7],
        ],
      },
      /probabilities are 0.8, 0.3: expected/,
    );
    refuse({ ...shared, coefficients: [[1], [2]] }, /coefficients has rows of 1, 1 values: expected 2 rows of 2/);
    refuse(
      {
        ...shared,
        coefficients: [
          [1, Number.NaN],
          [2, 0],
        ],
      },
      /a coefficient is NaN/,
    );
    refuse({ ...shared, start: [1] }, /start has 1 values/);
  });
});
