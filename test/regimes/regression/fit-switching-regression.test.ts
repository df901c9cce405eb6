import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../../src/math/random.ts';
import { evaluateSwitchingRegression } from '../../../src/regimes/regression/evaluate-switching-regression.ts';
import { fitSwitchingRegression } from '../../../src/regimes/regression/fit-switching-regression.ts';
import type { SwitchingData } from '../../../src/regimes/regression/switching-data.ts';
import type { SwitchingParameters } from '../../../src/regimes/regression/switching-parameters.ts';
import { switchingStandardErrors } from '../../../src/regimes/regression/switching-standard-errors.ts';
import type { SwitchingOptions } from '../../../src/regimes/regression/switching-terms.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { largestGap, twoRegimes } from './reference-series.ts';

/** Two regimes of a regression on one regressor, or of an autoregression of first order. */
function draw(
  { transition, coefficients, lagCoefficients, variances }: SwitchingParameters,
  rows: number,
  seed: number,
) {
  const stream = createRandomStream(seed, 'switching');
  const dependent = new Float64Array(rows);
  const x = new Float64Array(rows);
  let state = 0;
  let deviation = 0;
  for (let t = 0; t < rows; t++) {
    if (stream.uniform() >= transition[state][state]) state = 1 - state;
    x[t] = 3 + 2 * stream.normal();
    deviation = (lagCoefficients?.[state][0] ?? 0) * deviation + Math.sqrt(variances[state]) * stream.normal();
    dependent[t] = coefficients[state][0] + (coefficients[state][1] ?? 0) * x[t] + deviation;
  }
  return { dependent, x };
}

/** Every parameter in units of its standard error. */
function largestDeviation(truth: SwitchingParameters, found: SwitchingParameters, errors: SwitchingParameters): number {
  const list = ({ transition, coefficients, lagCoefficients = [], variances }: SwitchingParameters) =>
    [...transition, ...coefficients, ...lagCoefficients, variances].flatMap((row) => Array.from(row));
  const values = list(found);
  const widths = list(errors);
  return list(truth).reduce((most, value, n) => Math.max(most, Math.abs(values[n] - value) / widths[n]), 0);
}

describe('a simulated switching regression', () => {
  const truth = {
    transition: twoRegimes(0.97, 0.06),
    coefficients: [
      [0.2, 0.5],
      [-0.5, 1.5],
    ],
    variances: [0.25, 2],
  };
  const { dependent, x } = draw(truth, 1500, 4);
  const data = { dependent, regressors: [x] };
  const options = { states: 2, regressors: 'switching' } as const;
  const { parameters } = fitSwitchingRegression(data, { ...options, seed: 1, restarts: 4 });
  const errors = switchingStandardErrors(parameters, data, options);

  it('is found within three standard errors, of each kind', () => {
    for (const kind of [errors.hessian, errors.scores, errors.robust]) {
      expect(largestDeviation(truth, parameters, kind)).toBeLessThan(3);
    }
  });

  it('has standard errors of the three kinds that agree, since the model is right', () => {
    for (const kind of [errors.scores, errors.robust]) {
      expect(
        largestGap(
          kind.coefficients,
          errors.hessian.coefficients.map((row) => Array.from(row)),
          true,
        ),
      ).toBeLessThan(0.3);
    }
  });

  it('does not depend on units', () => {
    const scaled = {
      dependent: dependent.map((value) => 100 * value),
      regressors: [x.map((value) => 1e-3 * value)],
    };
    const again = fitSwitchingRegression(scaled, { ...options, seed: 1, restarts: 4 });
    const expected = parameters.coefficients.map((row) => [100 * row[0], 1e5 * row[1]]);
    expect(largestGap(again.parameters.coefficients, expected, true)).toBeLessThan(1e-8);
    const variances = Array.from(parameters.variances, (variance) => 1e4 * variance);
    expect(largestGap([again.parameters.variances], [variances], true)).toBeLessThan(1e-8);
    expect(
      largestGap(
        again.parameters.transition,
        parameters.transition.map((row) => Array.from(row)),
      ),
    ).toBeLessThan(1e-9);
    const wide = switchingStandardErrors(again.parameters, scaled, options).robust.coefficients;
    const widths = errors.robust.coefficients.map((row) => [100 * row[0], 1e5 * row[1]]);
    expect(largestGap(wide, widths, true)).toBeLessThan(1e-6);
  });
});

describe('a common intercept beside slopes that switch', () => {
  it('stays common in the own units of a regressor far from zero', () => {
    const truth = {
      transition: twoRegimes(0.95, 0.06),
      coefficients: [
        [1, 0.5],
        [1, 0.9],
      ],
      variances: [0.4, 0.4],
    };
    const { dependent, x } = draw(truth, 600, 9);
    const options = { states: 2, intercept: 'common', regressors: 'switching', variance: 'common' } as const;
    const data = { dependent, regressors: [x] };
    const { parameters, logLikelihood, parameterCount } = fitSwitchingRegression(data, {
      ...options,
      seed: 1,
      restarts: 4,
    });
    const [low, high] = parameters.coefficients;
    expect(parameterCount).toBe(6);
    expect(low[0]).toBe(high[0]);
    expect(Math.abs(evaluateSwitchingRegression(parameters, data).logLikelihood - logLikelihood)).toBeLessThan(1e-9);
    const { hessian } = switchingStandardErrors(parameters, data, options);
    expect(largestDeviation(truth, parameters, hessian)).toBeLessThan(3);
  });
});

describe('a simulated switching autoregression', () => {
  it('is found within three standard errors', () => {
    const truth = {
      transition: twoRegimes(0.95, 0.08),
      coefficients: [[1], [-1]],
      lagCoefficients: [[0.5], [0.5]],
      variances: [0.3, 1.2],
    };
    const { dependent } = draw(truth, 1500, 7);
    const options = { states: 2, lags: 1 };
    const { parameters } = fitSwitchingRegression({ dependent }, { ...options, seed: 1, restarts: 4 });
    const { hessian } = switchingStandardErrors(parameters, { dependent }, options);
    expect(largestDeviation(truth, parameters, hessian)).toBeLessThan(3);
  });
});

describe('a fit of one regime', () => {
  it('is least squares', () => {
    const dependent = Float64Array.of(1, 3, 2, 5, 4, 7, 5);
    const x = Float64Array.of(0, 1, 2, 3, 4, 5, 6);
    const { parameters, logLikelihood, parameterCount } = fitSwitchingRegression(
      { dependent, regressors: [x] },
      { states: 1, seed: 1 },
    );
    // Means 27/7 and 3, Σ(x − 3)² = 28, Σ(x − 3)(y − ȳ) = 22.
    const slope = 22 / 28;
    expect(largestGap(parameters.coefficients, [[27 / 7 - 3 * slope, slope]])).toBeLessThan(1e-10);
    const variance = dependent.reduce((sum, y, t) => sum + (y - 27 / 7 - slope * (x[t] - 3)) ** 2, 0) / 7;
    expect(parameters.variances[0]).toBeCloseTo(variance, 10);
    expect(logLikelihood).toBeCloseTo(-3.5 * (Math.log(2 * Math.PI * variance) + 1), 9);
    expect(parameterCount).toBe(3);
  });
});

describe('switching regressions refuse', () => {
  const stream = createRandomStream(3, 'refused');
  const noise = () => Float64Array.from({ length: 80 }, () => stream.normal());
  const dependent = noise();
  const x = noise();
  const attempt = (data: SwitchingData, options: Partial<SwitchingOptions> = {}) =>
    expect(() => fitSwitchingRegression(data, { states: 2, seed: 1, restarts: 1, ...options }));

  it('data from which nothing can be learnt', () => {
    attempt({ dependent, regressors: [x, x.map((value) => 2 * value - 1)] }).toThrow(
      /regressor 'regressor 2' is a combination of the intercept and regressor 1/,
    );
    attempt({ dependent: x.map((value) => 2 * value - 1), regressors: [x] }).toThrow(/explained without error/);
    attempt({ dependent, regressors: [x.map(() => 1)] }).toThrow(/'regressor 1' is constant/);
    attempt({ dependent: dependent.slice(0, 5) }).toThrow(/^5 complete rows: expected at least 6/);
    attempt({ dependent: dependent.map((y, t) => (t % 2 === 0 ? y : Number.NaN)) }, { lags: 1 }).toThrow(
      /^0 complete rows/,
    );
    attempt({ dependent: x.map((value) => 2 * value), regressors: [x] }).toThrow(InputError);
    attempt({ dependent, regressors: [x.slice(1)] }).toThrow(/regressor 1 has 79 rows: expected 80/);
  });

  it('impossible options', () => {
    attempt({ dependent }, { lags: -1 }).toThrow(/lags is -1/);
    attempt({ dependent }, { states: 4, lags: 4 }).toThrow(/1024 joint states: expected at most 256/);
    attempt({ dependent }, { states: 17 }).toThrow(RangeError);
    attempt({ dependent }, { regressors: ['common'] }).toThrow(/regressors has 1 entries: expected one for each of 0/);
    const fitted = fitSwitchingRegression({ dependent }, { states: 2, seed: 1, restarts: 1 });
    expect(() => switchingStandardErrors(fitted.parameters, { dependent }, { states: 2, lags: 1 })).toThrow(
      /parameters are of 2 regimes and 0 lags: expected 2 and 1/,
    );
  });

  it('no duplicates and no outliers: they give finite parameters', () => {
    const cases = [
      dependent.map((value) => Math.round(value)),
      dependent.map((value, t) => (t === 40 ? 1e6 : value)),
      dependent.map((value, t) => (t < 40 ? 0 : value)),
    ];
    for (const column of cases) {
      for (const lags of [0, 1]) {
        const { parameters, logLikelihood } = fitSwitchingRegression(
          { dependent: column },
          { states: 3, seed: 1, restarts: 3, lags },
        );
        expect(Number.isFinite(logLikelihood)).toBe(true);
        const values = [...parameters.transition, ...parameters.coefficients, parameters.variances];
        for (const value of values.flatMap((row) => Array.from(row))) expect(Number.isFinite(value)).toBe(true);
        for (const variance of Array.from(parameters.variances)) expect(variance).toBeGreaterThan(0);
      }
    }
  });
});

describe('standard errors', () => {
  it('of a single regression are those of least squares', () => {
    const stream = createRandomStream(8, 'least squares');
    const x = Float64Array.from({ length: 50 }, () => 10 + stream.normal());
    const dependent = x.map((value) => 2 - 0.3 * value + stream.normal());
    const data = { dependent, regressors: [x] };
    const { parameters } = fitSwitchingRegression(data, { states: 1, seed: 1 });
    const { hessian } = switchingStandardErrors(parameters, data, { states: 1 });
    const mean = x.reduce((sum, value) => sum + value, 0) / 50;
    const spread = x.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const variance = parameters.variances[0];
    const expected = [Math.sqrt(variance * (1 / 50 + mean ** 2 / spread)), Math.sqrt(variance / spread)];
    expect(largestGap(hessian.coefficients, [expected], true)).toBeLessThan(1e-8);
    expect(hessian.variances[0]).toBeCloseTo(variance * Math.sqrt(2 / 50), 8);
  });
});
