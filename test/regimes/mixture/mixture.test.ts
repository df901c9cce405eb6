import { describe, expect, it } from 'vitest';
import { createMixtureDetector } from '../../../src/regimes/mixture/mixture-detector.ts';
import { featureOf, readColumns } from '../read-columns.ts';

const iris = readColumns('test/regimes/fixtures/iris.csv');
const names = Object.keys(iris).slice(0, 4);
const columns = names.map((name) => Float64Array.from(iris[name], Number));
const features = { names, rows: 150, columns };
const fit = (states: number) =>
  createMixtureDetector({ states, features: names, tolerance: 1e-11 }).fit(features, { seed: 1, returns: columns[0] });

describe('createMixtureDetector', () => {
  // Reference figures of scikit-learn's GaussianMixture, full covariances.
  it.each([
    [2, -214.3547, 574.0178],
    [3, -180.18548, 580.8389],
  ])('has the reference likelihood of %i components of iris', (states, logLikelihood, bic) => {
    const model = fit(states);
    expect(Math.abs(model.fit.logLikelihood - logLikelihood)).toBeLessThan(0.01);
    expect(Math.abs(model.fit.bic - bic)).toBeLessThan(0.02);
  });

  it('finds no worse an optimum of four', () => {
    expect(fit(4).fit.logLikelihood).toBeGreaterThan(-163.07);
  });

  it('judges each row by itself, and a missing one by the weights', () => {
    const model = fit(2);
    const whole = model.filter(features).columns[1];
    const alone = model.filter({ names, rows: 1, columns: columns.map((column) => column.slice(77, 78)) }).columns[1];
    expect(alone[0]).toBeCloseTo(whole[77], 14);
    const gap = columns.map((column) => Float64Array.of(column[0], Number.NaN));
    const missing = model.filter({ names, rows: 2, columns: gap }).columns;
    missing.forEach((column, k) => {
      expect(column[1]).toBeCloseTo(model.weights[k], 14);
    });
    expect(model.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 14);
  });

  it('is that of the same days in any order, however long their regimes last', () => {
    const own = (t: number) => (t % 300 < 200 ? 1 : 4) * Math.sin(37 * t + Math.sin(11 * t));
    const days = Array.from({ length: 600 }, (_, t) => own(t));
    const shuffled = days.map((_, t) => days[(t * 271) % 600]);
    const [one, other] = [days, shuffled].map((values) => {
      const x = featureOf(values);
      return createMixtureDetector({ states: 2, features: ['x'] }).fit(x, { seed: 1, returns: x.columns[0] });
    });
    expect(one.fit).toMatchObject({ converged: true });
    expect(one.fit.logLikelihood).toBeCloseTo(other.fit.logLikelihood, 3);
    expect(one.weights[0]).toBeCloseTo(other.weights[0], 2);
    const density = (x: number) =>
      one.weights.reduce((sum, weight, k) => {
        const variance = one.variances[k][0];
        return (
          sum + (weight * Math.exp(-((x - one.means[k][0]) ** 2) / (2 * variance))) / Math.sqrt(2 * Math.PI * variance)
        );
      }, 0);
    const likelihood = days.reduce((sum, x) => sum + Math.log(density(x)), 0);
    expect(one.fit.logLikelihood).toBeCloseTo(likelihood, 8);
  });

  it('knows how its labels follow each other, though its regimes do not', () => {
    const days = featureOf(Array.from({ length: 400 }, (_, t) => Math.sin(37 * t) + (t % 200 < 100 ? 0 : 5)));
    const model = createMixtureDetector({ states: 2, features: ['x'] }).fit(days, {
      seed: 1,
      returns: days.columns[0],
    });
    expect(model.transition[0][0]).toBeGreaterThan(0.95);
    expect(model.weights[0]).toBeCloseTo(0.5, 1);
    expect(model.sample(20, { seed: 1 }).labels).toHaveLength(20);
    // A day without features takes the likelier label; moves to it and from it do not count.
    const gaps = featureOf(days.columns[0].map((x, t) => (t % 4 === 3 ? Number.NaN : x)));
    const gappy = createMixtureDetector({ states: 2, features: ['x'] }).fit(gaps, {
      seed: 1,
      returns: gaps.columns[0],
    });
    expect(gappy.transition[0][0]).toBeGreaterThan(0.95);
    expect(gappy.transition[1][1]).toBeGreaterThan(0.95);
  });
});
