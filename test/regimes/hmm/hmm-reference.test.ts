import { describe, expect, it } from 'vitest';
import { countSwitches } from '../../../src/regimes/count-switches.ts';
import { createHmmDetector } from '../../../src/regimes/hmm/hmm-detector.ts';
import { mostProbable } from '../../../src/regimes/most-probable.ts';
import { featureOf, readColumns, readSp500Returns } from '../read-columns.ts';

// Maximum likelihoods of Gaussian hidden Markov models with a free start distribution, found with hmmlearn
// run to convergence without priors.

function fit(values: ArrayLike<number>, states: number) {
  const features = featureOf(values);
  const detector = createHmmDetector({ states, features: ['x'] });
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
  it('is not left in the lesser optimum at -503.74', () => {
    const { rate } = readColumns('test/regimes/fixtures/fedfunds.csv');
    const { model } = fit(rate.map(Number), 2);
    expect(model.fit.logLikelihood).toBeCloseTo(-495.795144, 3);
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

  it('has the reference filtered probabilities, day by day', () => {
    const reference = readColumns('test/regimes/fixtures/sp500-hmm2.csv');
    const filtered = model.filter(features).columns[1];
    let compared = 0;
    reference.date.forEach((date, n) => {
      const row = dates.indexOf(date);
      expect(Math.abs(filtered[row] - Number(reference.filtered_high[n]))).toBeLessThan(1e-3);
      compared++;
    });
    expect(compared).toBeGreaterThan(200);
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
});
