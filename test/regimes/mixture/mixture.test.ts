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

  it('knows how its labels follow each other, though its regimes do not', () => {
    const days = featureOf(Array.from({ length: 400 }, (_, t) => Math.sin(37 * t) + (t % 200 < 100 ? 0 : 5)));
    const model = createMixtureDetector({ states: 2, features: ['x'] }).fit(days, {
      seed: 1,
      returns: days.columns[0],
    });
    expect(model.transition[0][0]).toBeGreaterThan(0.95);
    expect(model.weights[0]).toBeCloseTo(0.5, 1);
    expect(model.sample(20, { seed: 1 }).labels).toHaveLength(20);
  });
});
