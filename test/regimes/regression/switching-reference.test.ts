import { describe, expect, it } from 'vitest';
import { evaluateSwitchingRegression } from '../../../src/regimes/regression/evaluate-switching-regression.ts';
import { fitSwitchingRegression } from '../../../src/regimes/regression/fit-switching-regression.ts';
import type { SwitchingData } from '../../../src/regimes/regression/switching-data.ts';
import { switchingStandardErrors } from '../../../src/regimes/regression/switching-standard-errors.ts';
import type { SwitchingOptions } from '../../../src/regimes/regression/switching-terms.ts';
import { lagOf, largestGap, readAbsoluteReturns, readFedFunds, readGnp, twoRegimes } from './reference-series.ts';

// Published figures of Stata (manual [TS] mswitch) and EViews, as in the tests of statsmodels. Standard errors there are
// those of the observed information.

const { rate, ogap, inf } = readFedFunds();
const weekly = readAbsoluteReturns();
const { growth, column } = readGnp();

function fit(data: SwitchingData, options: SwitchingOptions) {
  const fitted = fitSwitchingRegression(data, { ...options, seed: 1 });
  return { ...fitted, errors: () => switchingStandardErrors(fitted.parameters, data, options).hessian };
}

describe('the federal funds rate in two levels with one variance', () => {
  const data = { dependent: rate };
  const options = { states: 2, variance: 'common' } as const;
  const { parameters, logLikelihood, expectedDurations, parameterCount, aic, bic, rows, errors } = fit(data, options);

  it("has the likelihood and the filter of Stata's parameters", () => {
    const variance = 2.107562 ** 2;
    const evaluated = evaluateSwitchingRegression(
      {
        transition: twoRegimes(0.9820939, 0.0503587),
        coefficients: [[3.70877], [9.556793]],
        variances: [variance, variance],
      },
      data,
    );
    expect(Math.abs(evaluated.logLikelihood - -508.6359176)).toBeLessThan(1e-6);
    expect(Math.abs(evaluated.rowLogLikelihoods.reduce((a, b) => a + b) - evaluated.logLikelihood)).toBeLessThan(1e-9);
    const [low] = evaluated.filtered.columns;
    expect(Math.abs(low[0] - 0.999777544)).toBeLessThan(1e-9);
    expect(Math.abs(low[100] - 0.0001820391)).toBeLessThan(1e-9);
    expect(Math.abs(low[225] - 0.9999962239)).toBeLessThan(1e-9);
  });

  it('has the published maximum', () => {
    expect(Math.abs(logLikelihood - -508.63592)).toBeLessThan(1e-5);
    expect(largestGap(parameters.transition, [[0.98209618], [0.05036498]])).toBeLessThan(1e-4);
    expect(largestGap(parameters.coefficients, [[3.70877542], [9.55676298]])).toBeLessThan(1e-4);
    expect(largestGap([parameters.variances], [[4.44181911, 4.44181911]])).toBeLessThan(1e-4);
    expect(Math.abs(expectedDurations[0] - 55.854)).toBeLessThan(0.01);
    expect(Math.abs(expectedDurations[1] - 19.855)).toBeLessThan(0.01);
  });

  it('has the published standard errors', () => {
    const { transition, coefficients } = errors();
    expect(largestGap(transition, [[0.01039885], [0.02684686]], true)).toBeLessThan(1e-3);
    expect(largestGap(transition, [[0.0104002], [0.0268434]], true)).toBeLessThan(1e-5);
    expect(largestGap(coefficients, [[0.17670828], [0.29998805]], true)).toBeLessThan(1e-5);
  });

  it('counts its parameters', () => {
    expect([parameterCount, rows]).toEqual([5, 226]);
    expect(aic).toBeCloseTo(-2 * logLikelihood + 10, 9);
    expect(bic).toBeCloseTo(-2 * logLikelihood + 5 * Math.log(226), 9);
  });
});

describe('the federal funds rate otherwise', () => {
  it('reaches the better of two optima where the variance switches', () => {
    for (const seed of [1, 2, 3]) {
      const { logLikelihood } = fitSwitchingRegression({ dependent: rate }, { states: 2, seed });
      expect(Math.abs(logLikelihood - -496.14555)).toBeLessThan(1e-3);
    }
  });

  it('has the published regression on its lag', () => {
    const data = { dependent: rate, regressors: [lagOf(rate)] };
    const { parameters, logLikelihood, errors } = fit(data, { states: 2, variance: 'common', regressors: 'switching' });
    expect(Math.abs(logLikelihood - -264.71069)).toBeLessThan(1e-5);
    expect(largestGap(parameters.transition, [[1 - 0.1306295], [1 - 0.6378175]])).toBeLessThan(1e-5);
    expect(
      largestGap(parameters.coefficients, [
        [-0.0988764, 1.061174],
        [0.724457, 0.7631424],
      ]),
    ).toBeLessThan(1e-5);
    expect(Math.abs(Math.sqrt(parameters.variances[0]) - 0.6915759)).toBeLessThan(1e-6);
    const { transition, coefficients } = errors();
    expect(largestGap(transition, [[0.0495924], [0.1202616]], true)).toBeLessThan(1e-4);
    expect(largestGap(coefficients, [[0.1183838], [0.2886657, 0.0337234]], true)).toBeLessThan(1e-4);
  });

  it('has the published regression on its lag, the output gap and inflation', () => {
    const data = { dependent: rate, regressors: [lagOf(rate), ogap, inf] };
    const { parameters, logLikelihood, errors } = fit(data, { states: 2, variance: 'common', regressors: 'switching' });
    expect(Math.abs(logLikelihood - -229.25614)).toBeLessThan(1e-5);
    expect(
      largestGap(parameters.coefficients, [
        [-0.0944924, 0.9292574, 0.0343072, 0.2125275],
        [0.6554954, 0.8314458, 0.1355425, -0.0273928],
      ]),
    ).toBeLessThan(1e-5);
    const { coefficients } = errors();
    expect(
      largestGap(
        coefficients,
        [
          [0.1279231, 0.0270852, 0.0240138, 0.0297351],
          [0.1373889, 0.0333236, 0.0294113, 0.0408057],
        ],
        true,
      ),
    ).toBeLessThan(1e-4);
  });

  it('does better than published with three regimes', () => {
    const data = { dependent: rate, regressors: [lagOf(rate), ogap, inf] };
    const { logLikelihood, parameterCount } = fit(data, { states: 3, variance: 'common', regressors: 'switching' });
    expect(logLikelihood).toBeGreaterThan(-182.27188);
    expect(parameterCount).toBe(19);
  });
});

describe('absolute weekly returns', () => {
  it('have the published regression on their lag', () => {
    const data = { dependent: weekly, regressors: [lagOf(weekly)] };
    const { parameters, logLikelihood, rows, errors } = fit(data, { states: 2, regressors: 'switching' });
    expect(rows).toBe(520);
    expect(Math.abs(logLikelihood - -745.7977)).toBeLessThan(1e-5);
    expect(largestGap(parameters.transition, [[0.7530865], [0.6825357]])).toBeLessThan(1e-5);
    expect(
      largestGap(parameters.coefficients, [
        [0.7641424, 0.0790744],
        [1.972771, 0.527953],
      ]),
    ).toBeLessThan(1e-5);
    const deviations = Array.from(parameters.variances, Math.sqrt);
    expect(largestGap([deviations], [[0.5895792, 1.605333]])).toBeLessThan(1e-5);
    const { transition, coefficients } = errors();
    expect(largestGap(transition, [[0.0634387], [0.0662574]], true)).toBeLessThan(1e-4);
    const published = [
      [0.0782852, 0.0301862],
      [0.2784204, 0.0857841],
    ];
    expect(largestGap(coefficients, published, true)).toBeLessThan(1e-4);
  });

  it('have the likelihood of a hidden Markov model with a stationary and with a free start', () => {
    const reached = (start: 'stationary' | 'free') => fit({ dependent: weekly }, { states: 2, start });
    expect(Math.abs(reached('stationary').logLikelihood - -749.426882)).toBeLessThan(1e-5);
    const free = reached('free');
    expect(Math.abs(free.logLikelihood - -749.244115)).toBeLessThan(1e-5);
    expect(free.parameterCount).toBe(7);
    expect(free.parameters.start).toHaveLength(2);
  });
});

describe('the growth of US real GNP', () => {
  const inRows = (found: Float64Array, name: string, lags: number) => {
    const expected = column(name);
    return largestGap([found.subarray(lags)], [Array.from(expected.subarray(lags))]);
  };

  it("has the likelihood and the probabilities of Hamilton's fourth-order autoregression", () => {
    const phi = [0.013486, -0.057521, -0.246983, -0.212923];
    const variance = Math.exp(-0.262658) ** 2;
    const { logLikelihood, rows, filtered, inSampleSmoothed } = evaluateSwitchingRegression(
      {
        transition: twoRegimes(0.754673, 0.095915),
        coefficients: [[-0.358811], [1.163516]],
        lagCoefficients: [phi, phi],
        variances: [variance, variance],
      },
      { dependent: growth },
    );
    expect(rows).toBe(131);
    expect(Math.abs(logLikelihood - -181.26339)).toBeLessThan(1e-5);
    expect(inRows(filtered.columns[1], 'ar4_filtered', 4)).toBeLessThan(1e-5);
    expect(inRows(inSampleSmoothed().columns[1], 'ar4_smoothed', 4)).toBeLessThan(1e-5);
  });

  it('has its parameters and their standard errors', () => {
    const options = { states: 2, lags: 4, variance: 'common', restarts: 6 } as const;
    const { parameters, logLikelihood, errors } = fit({ dependent: growth }, options);
    expect(Math.abs(logLikelihood - -181.26339)).toBeLessThan(1e-5);
    const { transition, coefficients, lagCoefficients = [] } = parameters;
    expect(Math.abs(transition[0][0] - 0.754673)).toBeLessThan(1e-5);
    expect(Math.abs(transition[1][0] - 0.095915)).toBeLessThan(1e-5);
    expect(largestGap(coefficients, [[-0.358811], [1.163516]])).toBeLessThan(1e-5);
    expect(largestGap(lagCoefficients, [[0.013486, -0.057521, -0.246983, -0.212923]])).toBeLessThan(1e-5);
    const found = errors();
    expect(Math.abs(found.transition[0][0] - 0.0965189)).toBeLessThan(1e-6);
    expect(Math.abs(found.transition[1][0] - 0.0377362)).toBeLessThan(1e-6);
    expect(largestGap(found.coefficients, [[0.2645396], [0.0745187]])).toBeLessThan(2e-6);
    const phiErrors = [[0.1199942, 0.137663, 0.1069103, 0.1105311]];
    expect(largestGap(found.lagCoefficients ?? [], phiErrors)).toBeLessThan(1e-6);
  });

  it('has the likelihood, probabilities and durations of a first-order one with switching coefficient', () => {
    const variance = Math.exp(-0.231404) ** 2;
    const { logLikelihood, filtered, inSampleSmoothed, expectedDurations } = evaluateSwitchingRegression(
      {
        transition: twoRegimes(0.85472458, 0.53662099),
        coefficients: [[1.041419], [-0.479157]],
        lagCoefficients: [[0.243128], [0.713029]],
        variances: [variance, variance],
      },
      { dependent: growth },
    );
    expect(Math.abs(logLikelihood - -186.7575)).toBeLessThan(2e-5);
    expect(inRows(filtered.columns[0], 'ar1_filtered', 1)).toBeLessThan(1e-5);
    expect(inRows(inSampleSmoothed().columns[0], 'ar1_smoothed', 1)).toBeLessThan(1e-5);
    expect(largestGap([expectedDurations], [[6.883477, 1.863513]])).toBeLessThan(1e-5);
  });

  it('reaches the published maxima of first and second order', () => {
    const reached = (lags: number) =>
      fit({ dependent: growth }, { states: 2, lags, variance: 'common', lagCoefficients: 'switching' });
    expect(Math.abs(reached(1).logLikelihood - -186.7575)).toBeLessThan(2e-5);
    const second = reached(2);
    expect(Math.abs(second.logLikelihood - -179.32354)).toBeLessThan(1e-5);
    const { coefficients, lagCoefficients = [] } = second.parameters;
    const published = [
      [0.3710719, 0.7002937],
      [0.4621503, -0.3206652],
    ];
    expect(largestGap(coefficients, [[-0.0055216], [1.195482]])).toBeLessThan(1e-5);
    expect(largestGap(lagCoefficients, published)).toBeLessThan(1e-5);
    const { coefficients: errors } = second.errors();
    expect(largestGap(errors, [[0.2057086], [0.1225987]])).toBeLessThan(1e-5);
  });

  it('has the smoothed probabilities of a second-order one', () => {
    const variance = 0.6677098 ** 2;
    const evaluated = evaluateSwitchingRegression(
      {
        transition: twoRegimes(0.3812383, 0.3564492),
        coefficients: [[-0.0055216], [1.195482]],
        lagCoefficients: [
          [0.3710719, 0.7002937],
          [0.4621503, -0.3206652],
        ],
        variances: [variance, variance],
      },
      { dependent: growth },
    );
    expect(Math.abs(evaluated.logLikelihood - -179.32354)).toBeLessThan(1e-5);
    expect(inRows(evaluated.inSampleSmoothed().columns[0], 'ar2_smoothed', 2)).toBeLessThan(1e-6);
  });
});
