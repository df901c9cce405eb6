import { describe, expect, it } from 'vitest';
import { createHmmDetector } from '../../../src/regimes/hmm/hmm-detector.ts';
import { drawTwoRegimes, largestDifference } from '../../contracts/regime-detector-suite.ts';
import { featureOf } from '../read-columns.ts';

const { features, truth } = drawTwoRegimes(900);
const returns = features.columns[0];
const model = createHmmDetector({ states: 2, features: ['return'] }).fit(features, { seed: 3, returns });

describe('createHmmDetector', () => {
  it('finds what the days were drawn with', () => {
    expect(Math.sqrt(model.variances[0][0])).toBeCloseTo(0.006, 3);
    expect(Math.sqrt(model.variances[1][0])).toBeCloseTo(0.02, 2);
    expect(model.transition[0][0]).toBeGreaterThan(0.95);
    for (const row of [model.start, ...model.transition]) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
  });

  it('counts its parameters', () => {
    const both = createHmmDetector({ states: 3, features: ['return', 'size'], restarts: 2, maxIterations: 3 });
    const { fit } = both.fit(features, { seed: 3, returns });
    expect(fit.parameters).toBe(2 + 6 + 6 + 6);
    expect(fit.rows).toBe(900 - 6);
    expect(fit.aic).toBe(-2 * fit.logLikelihood + 2 * 20);
    expect(fit.bic).toBe(-2 * fit.logLikelihood + 20 * Math.log(894));
    expect(fit).toMatchObject({ iterations: 3, converged: false });
  });

  it('moves by the transition probabilities through a missing row', () => {
    const [calm, stormy] = model.filter(features).columns;
    const predicted = calm[399] * model.transition[0][1] + stormy[399] * model.transition[1][1];
    expect(stormy[400]).toBeCloseTo(predicted, 14);
    expect(stormy[400]).not.toBe(stormy[399]);
  });

  it('gives leading rows without features no part in the start distribution', () => {
    const late = featureOf(returns.subarray(1));
    const fitted = createHmmDetector({ states: 2, features: ['x'] }).fit(late, { seed: 3, returns: late.columns[0] });
    expect(fitted.fit).toEqual(model.fit);
  });

  it('looks ahead in its in-sample pictures alone, and sees more there', () => {
    const right = (labels: ArrayLike<number>) => truth.filter((regime, t) => regime === labels[t]).length;
    const labelled = (column: Float64Array) => column.map((p) => (p > 0.5 ? 1 : 0));
    const filtered = right(labelled(model.filter(features).columns[1]));
    expect(right(labelled(model.inSampleSmoothed(features).columns[1]))).toBeGreaterThan(filtered);
    expect(right(model.inSampleViterbi(features))).toBeGreaterThan(filtered);
    const last = (column: Float64Array) => column.subarray(899);
    expect(
      largestDifference(last(model.inSampleSmoothed(features).columns[1]), last(model.filter(features).columns[1])),
    ).toBeLessThan(1e-14);
  });

  it('keeps variances above the floor when a value repeats itself', () => {
    const repeated = featureOf(returns.subarray(1).map((r, t) => (t % 3 === 0 ? 0 : r)));
    const own = createHmmDetector({ states: 2, features: ['x'] });
    const fitted = own.fit(repeated, { seed: 3, returns: repeated.columns[0] });
    const [scale] = fitted.parts.standardiser.scale;
    expect(Math.min(...fitted.variances.map(([variance]) => variance / scale ** 2))).toBeCloseTo(1e-4, 15);
    expect(Number.isFinite(fitted.fit.logLikelihood)).toBe(true);
  });

  it('finds no better likelihood with fewer restarts', () => {
    const likelihood = (restarts: number) =>
      createHmmDetector({ states: 4, features: ['return'], restarts }).fit(features, { seed: 3, returns }).fit
        .logLikelihood;
    expect(likelihood(10)).toBeGreaterThanOrEqual(likelihood(1));
  });
});
