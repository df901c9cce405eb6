import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../../src/math/random.ts';
import { silhouette } from '../../../src/regimes/cluster-scores.ts';
import { createKMeansDetector } from '../../../src/regimes/kmeans/kmeans.ts';
import { mostProbable } from '../../../src/regimes/most-probable.ts';
import { featureSilhouette } from '../../../src/regimes/selection/feature-silhouette.ts';
import { featureOf } from '../read-columns.ts';

describe('featureSilhouette', () => {
  const stream = createRandomStream(6, 'silhouette');
  const values = Array.from({ length: 2500 }, (_, t) =>
    t % 50 === 0 ? Number.NaN : stream.normal() + (t % 3 === 0 ? 4 : 0),
  );
  const features = featureOf(values);
  const returns = Float64Array.from(values, (x) => 0.01 * x);
  const fit = (states: number) =>
    createKMeansDetector({ states, features: ['x'], restarts: 2 }).fit(features, { seed: 1, returns });

  it('takes 2000 complete rows at equal distances where there are more', () => {
    const model = fit(2);
    const labels = mostProbable(model.filter(features));
    const complete = values.flatMap((x, t) => (Number.isNaN(x) ? [] : [t]));
    expect(complete).toHaveLength(2450);
    const days = Array.from({ length: 2000 }, (_, n) => complete[Math.floor(1.225 * n)]);
    // One feature: a silhouette does not depend on its unit.
    const expected = silhouette(
      days.map((t) => [values[t]]),
      days.map((t) => labels[t]),
    );
    expect(featureSilhouette(model, features)).toBeCloseTo(expected, 10);
    expect(expected).toBeGreaterThan(0.5);
  });

  it('has none of one regime', () => {
    expect(featureSilhouette(fit(1), features)).toBeUndefined();
  });
});
