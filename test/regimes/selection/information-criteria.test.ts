import { describe, expect, it } from 'vitest';
import { createDetector, detectorNames } from '../../../src/regimes/create-detector.ts';
import { createHmmDetector } from '../../../src/regimes/hmm/hmm-detector.ts';
import type { HmmModel } from '../../../src/regimes/hmm/hmm-model.ts';
import { createKMeansDetector } from '../../../src/regimes/kmeans/kmeans.ts';
import { informationCriteria } from '../../../src/regimes/selection/information-criteria.ts';
import { drawTwoRegimes } from '../../contracts/regime-detector-suite.ts';
import { featureOf } from '../read-columns.ts';

/** P(regime k at t | all rows) and the likelihood, by the sum over all paths of two regimes. */
function enumeratePaths({ start, transition, means, variances }: HmmModel, values: readonly number[]) {
  const smoothed = values.map(() => [0, 0]);
  let likelihood = 0;
  for (let path = 0; path < 1 << values.length; path++) {
    const states = values.map((_, t) => (path >> t) & 1);
    const joint = states.reduce((product, k, t) => {
      const chain = t === 0 ? start[k] : transition[states[t - 1]][k];
      const deviation = values[t] - means[k][0];
      const density = Math.exp((-0.5 * deviation ** 2) / variances[k][0]) / Math.sqrt(2 * Math.PI * variances[k][0]);
      return product * chain * density;
    }, 1);
    likelihood += joint;
    states.forEach((k, t) => {
      smoothed[t][k] += joint;
    });
  }
  return { likelihood, smoothed: smoothed.map((row) => row.map((joint) => joint / likelihood)) };
}

describe('informationCriteria', () => {
  it('is the sum over all paths of a short history', () => {
    const values = [0.3, -0.4, 0.2, 1.9, -2.5, 2.2, 0.1, -0.2, 0.4, -1.8];
    const features = featureOf(values);
    const returns = Float64Array.from(values);
    const model = createHmmDetector({ states: 2, features: ['x'], maxIterations: 5 }).fit(features, {
      seed: 1,
      returns,
    });
    const { likelihood, smoothed } = enumeratePaths(model, values);
    const entropy = -smoothed.flat().reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0);
    expect(entropy).toBeGreaterThan(0.1);
    const criteria = informationCriteria(model, features)!;
    // 1 of the start, 2 of the transitions, 2 means, 2 variances.
    expect(criteria.aic).toBeCloseTo(-2 * Math.log(likelihood) + 14, 8);
    expect(criteria.bic).toBeCloseTo(-2 * Math.log(likelihood) + 7 * Math.log(10), 8);
    expect(criteria.icl).toBeCloseTo(-2 * Math.log(likelihood) + 7 * Math.log(10) + 2 * entropy, 8);
  });

  it("has the model's own BIC and an ICL that is no lower", () => {
    const { features } = drawTwoRegimes(900);
    for (const states of [1, 2, 3]) {
      const detector = createHmmDetector({ states, features: ['return'], restarts: 2 });
      const model = detector.fit(features, { seed: 3, returns: features.columns[0] });
      const criteria = informationCriteria(model, features)!;
      expect([criteria.aic, criteria.bic]).toEqual([model.fit.aic, model.fit.bic]);
      if (states === 1) expect(criteria.icl).toBe(criteria.bic);
      else expect(criteria.icl).toBeGreaterThan(criteria.bic + 1);
    }
  });

  it('does not count rows with a gap', () => {
    const { features } = drawTwoRegimes(900);
    const detector = createHmmDetector({ states: 2, features: ['return'], restarts: 2 });
    const model = detector.fit(features, { seed: 3, returns: features.columns[0] });
    const padded = Float64Array.of(...Array(50).fill(Number.NaN), ...features.columns[0]);
    const longer = { names: ['return'], rows: padded.length, columns: [padded] };
    expect(informationCriteria(model, longer)!.icl).toBe(informationCriteria(model, features)!.icl);
  });

  it('takes any model with a likelihood, smoothed or not, and none without', () => {
    const { features } = drawTwoRegimes(900);
    const options = { seed: 3, returns: features.columns[0] };
    const plain = createKMeansDetector({ states: 2, features: ['return', 'size'], restarts: 2 }).fit(features, options);
    expect(informationCriteria(plain, features)).toBeUndefined();
    const mixture = { ...plain, fit: { aic: 210, bic: 234 } };
    const { aic, bic, icl } = informationCriteria(mixture, features)!;
    expect([aic, bic]).toEqual([210, 234]);
    const { columns } = plain.filter(features);
    let entropy = 0;
    for (let t = 5; t < 900; t++) {
      if (t !== 400) for (const { [t]: p } of columns) entropy -= p > 0 ? p * Math.log(p) : 0;
    }
    expect(icl).toBeCloseTo(bic + 2 * entropy, 8);
  });

  it('knows those of every detector that has a likelihood', () => {
    const { features } = drawTwoRegimes(300);
    const options = { seed: 3, returns: features.columns[0] };
    const known = detectorNames.filter((name) => {
      const detector = createDetector({ name, states: 2, restarts: 1, features: ['return', 'size'] });
      return informationCriteria(detector.fit(features, options), features) !== undefined;
    });
    expect(known).toEqual(['hmm', 'mixture', 'switching-regression', 'switching-autoregression']);
  });
});
