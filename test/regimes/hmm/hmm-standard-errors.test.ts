import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../../src/math/random.ts';
import { createHmmDetector } from '../../../src/regimes/hmm/hmm-detector.ts';
import { hmmStandardErrors } from '../../../src/regimes/hmm/hmm-standard-errors.ts';
import { featureOf } from '../read-columns.ts';

describe('hmmStandardErrors', () => {
  // Regimes so far apart that every day's is known: moves are multinomial counts, days independent normal ones.
  const stream = createRandomStream(3, 'apart');
  const labels = [0];
  while (labels.length < 600) {
    const leaves = stream.uniform() < 0.3;
    labels.push(leaves ? stream.integer(3) : labels[labels.length - 1]);
  }
  const features = featureOf(labels.map((k) => 100 * k + (1 + k) * stream.normal()));
  const detector = createHmmDetector({ states: 3, features: ['x'], restarts: 4 });
  const model = detector.fit(features, { seed: 1, returns: Float64Array.from(labels, (k, t) => (t % 2 ? k : -k)) });

  it('are those of counts and moments where every regime is known', () => {
    const { means, variances, transition } = hmmStandardErrors(model, features);
    for (let k = 0; k < 3; k++) {
      const days = labels.filter((label) => label === k).length;
      const left = labels.filter((label, t) => label === k && t < 599).length;
      expect(model.means[k][0] / 100).toBeCloseTo(k, 1);
      expect(means[k][0] / Math.sqrt(model.variances[k][0] / days)).toBeCloseTo(1, 3);
      expect(variances[k][0] / (model.variances[k][0] * Math.sqrt(2 / days))).toBeCloseTo(1, 3);
      for (let j = 0; j < 3; j++) {
        const p = model.transition[k][j];
        expect(transition[k][j] / Math.sqrt((p * (1 - p)) / left)).toBeCloseTo(1, 3);
      }
    }
  });

  it('are refused for other kinds of covariance', () => {
    const tied = createHmmDetector({ states: 1, features: ['x'], covariance: 'tied' });
    const fitted = tied.fit(features, { seed: 1, returns: features.columns[0] });
    expect(() => hmmStandardErrors(fitted, features)).toThrow(/covariance is 'tied': expected 'diagonal'/);
  });
});
