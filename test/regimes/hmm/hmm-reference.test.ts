import { describe, expect, it } from 'vitest';
import { countSwitches } from '../../../src/regimes/count-switches.ts';
import { createHmmDetector } from '../../../src/regimes/hmm/hmm-detector.ts';
import type { HmmDetectorOptions } from '../../../src/regimes/hmm/hmm-fit-settings.ts';
import { mostProbable } from '../../../src/regimes/most-probable.ts';
import { largestDifference } from '../../contracts/regime-detector-suite.ts';
import { featureOf, readColumns, readSp500Returns } from '../read-columns.ts';

// Maximum likelihoods of Gaussian hidden Markov models with a free start distribution, found with hmmlearn
// run to convergence without priors.

function fit(values: ArrayLike<number>, states: number, options: Partial<HmmDetectorOptions> = {}) {
  const features = featureOf(values);
  const detector = createHmmDetector({ states, features: ['x'], ...options });
  return { features, model: detector.fit(features, { seed: 1, returns: features.columns[0] }) };
}

describe('mark against pound, 1974 days', () => {
  const { r } = readColumns('test/regimes/fixtures/dem2gbp.csv');
  const values = r.map(Number);

  it('is fitted by two states', () => {
    const { model } = fit(values, 2);
    expect(Math.abs(model.fit.logLikelihood - -1042.068848)).toBeLessThan(1e-3);
    expect(model.fit.bic).toBeCloseTo(2137.2524, 2);
    expect(model.fit).toMatchObject({ parameters: 7, rows: 1974, converged: true });
    expect(model.transition[0][0]).toBeCloseTo(0.94376463, 3);
    expect(model.transition[1][1]).toBeCloseTo(0.91045833, 3);
    expect(model.means[0][0]).toBeCloseTo(0.0192489839, 3);
    expect(model.means[1][0]).toBeCloseTo(-0.0734280935, 3);
    expect(model.variances[0][0]).toBeCloseTo(0.0655164039, 3);
    expect(model.variances[1][0]).toBeCloseTo(0.464189012, 3);
  });

  it('is fitted by three states', () => {
    const { model } = fit(values, 3);
    expect(Math.abs(model.fit.logLikelihood - -989.381279)).toBeLessThan(1e-3);
    expect(model.fit.bic).toBeCloseTo(2084.992, 2);
  });

  it('is fitted by one state: the mean and the variance', () => {
    const { model } = fit(values, 1);
    expect(Math.abs(model.fit.logLikelihood - -1311.096405)).toBeLessThan(1e-6);
  });
});

describe('the federal funds rate', () => {
  const { rate } = readColumns('test/regimes/fixtures/fedfunds.csv');
  const values = rate.map(Number);

  it('is not left in the lesser optimum at -503.74', () => {
    expect(fit(values, 2).model.fit.logLikelihood).toBeCloseTo(-495.795144, 3);
  });

  // Figures of Stata and, for the likelihood of the better optimum, of statsmodels started near it.
  it('has the published fit of a stationary chain with one variance for both states', () => {
    const { model } = fit(values, 2, { start: 'stationary', covariance: 'tied', tolerance: 1e-12 });
    expect(Math.abs(model.fit.logLikelihood - -508.63592)).toBeLessThan(1e-5);
    expect(Math.abs(model.transition[0][0] - 0.98209618)).toBeLessThan(1e-4);
    expect(Math.abs(model.transition[1][0] - 0.05036498)).toBeLessThan(1e-4);
    expect(Math.abs(model.means[0][0] - 3.70877542)).toBeLessThan(1e-4);
    expect(Math.abs(model.means[1][0] - 9.55676298)).toBeLessThan(1e-4);
    expect(Math.abs(model.variances[0][0] - 4.44181911)).toBeLessThan(1e-4);
    expect(model.variances[1]).toEqual(model.variances[0]);
  });

  it('reaches the better optimum with a variance of its own in each state, at default settings', () => {
    const { model } = fit(values, 2, { start: 'stationary' });
    expect(Math.abs(model.fit.logLikelihood - -496.1456)).toBeLessThan(1e-3);
    expect(model.transition[0][0]).toBeCloseTo(0.981931, 4);
    expect(model.variances[1][0]).toBeCloseTo(8.001089, 3);
  });
});

describe('absolute weekly returns of the S&P 500', () => {
  const { x } = readColumns('test/regimes/fixtures/areturns.csv');
  const values = x.map(Number);

  it.each([
    [2, 'stationary', -749.426882],
    [2, 'free', -749.244115],
    [3, 'free', -695.884409],
  ] as const)('have the reference likelihood of %i states, %s', (states, start, expected) => {
    const { model } = fit(values, states, { start });
    expect(Math.abs(model.fit.logLikelihood - expected)).toBeLessThan(1e-3);
  });

  it('have a better likelihood of 3 states, stationary, than the reference found', () => {
    const { logLikelihood } = fit(values, 3, { start: 'stationary' }).model.fit;
    expect(logLikelihood).toBeGreaterThan(-696.754636);
    expect(logLikelihood).toBeCloseTo(-696.72335, 4);
  });
});

describe('S&P 500, 5104 days', () => {
  const { dates, returns } = readSp500Returns();
  const { features, model } = fit(returns, 2);

  it('is fitted by two states', () => {
    expect(Math.abs(model.fit.logLikelihood - -7214.841572)).toBeLessThan(1e-3);
    expect(model.fit.aic).toBeCloseTo(14443.683, 2);
    expect(model.fit.bic).toBeCloseTo(14489.448, 2);
    expect(model.variances[0][0]).toBeCloseTo(0.49055183, 3);
    expect(model.variances[1][0]).toBeCloseTo(4.20343666, 2);
    expect(model.fit.converged).toBe(true);
    expect(model.fit.iterations).toBeGreaterThan(1);
  });

  it('has the reference filtered and smoothed probabilities, day by day', () => {
    const reference = readColumns('test/regimes/fixtures/sp500-hmm2.csv');
    expect(reference.date).toEqual(dates);
    const filtered = model.filter(features).columns[1];
    const smoothed = model.inSampleSmoothed(features).columns[1];
    expect(largestDifference(filtered, reference.filtered_high.map(Number))).toBeLessThan(1e-3);
    expect(largestDifference(smoothed, reference.smoothed_high.map(Number))).toBeLessThan(1e-3);
  });

  it('is fitted by two states that start from their stationary distribution', () => {
    const { model: stationary } = fit(returns, 2, { start: 'stationary' });
    expect(Math.abs(stationary.fit.logLikelihood - -7216.066191)).toBeLessThan(1e-3);
    expect(stationary.fit.parameters).toBe(6);
    // Durations of a week's precision: what the published figures give.
    expect(1 / (1 - stationary.transition[0][0])).toBeCloseTo(95.888, 0);
    expect(1 / (1 - stationary.transition[1][1])).toBeCloseTo(40.69, 0);
  });

  it('switches 272 times when filtered, 60 smoothed and 44 along the most probable path', () => {
    expect(countSwitches(mostProbable(model.filter(features)))).toBe(272);
    expect(countSwitches(mostProbable(model.inSampleSmoothed(features)))).toBe(60);
    expect(countSwitches(model.inSampleViterbi(features))).toBe(44);
  });

  it('is fitted by three states', () => {
    const { model: three } = fit(returns, 3);
    expect(Math.abs(three.fit.logLikelihood - -6953.389939)).toBeLessThan(1e-3);
    expect(three.fit.bic).toBeCloseTo(14026.309, 2);
    expect(three.variances.map(([v]) => v)[2]).toBeCloseTo(8.768, 2);
  });

  it('is fitted by four states, found from one start in ten by the reference', () => {
    const { model: four } = fit(returns, 4);
    expect(four.fit.logLikelihood).toBeGreaterThan(-6884.5);
    expect(four.fit.bic).toBeCloseTo(13965.356, 1);
  });
});
