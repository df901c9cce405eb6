import type { FeatureMatrix } from '../../market/features.ts';
import { silhouette } from '../cluster-scores.ts';
import type { RegimeModel } from '../detector.ts';
import { mostProbable } from '../most-probable.ts';
import { fitStandardiser, observe } from '../observations.ts';

/** Silhouettes cost the square of the rows. */
const mostRows = 2000;

/**
 * Silhouette of the most probable regimes in the space of the model's features, each in standard units. Beyond 2000
 * complete rows it is that of 2000 of them at equal distances.
 *
 * Compare it among models of the same features. It asks for clusters that lie apart, which regimes of one mean and different
 * variances never do.
 *
 * @returns undefined when fewer than two regimes hold days
 */
export function featureSilhouette(model: RegimeModel, features: FeatureMatrix): number | undefined {
  const { rows, dimensions, values, complete, completeRows } = observe(
    features,
    model.features,
    fitStandardiser(features, model.features),
  );
  const ownLabels = mostProbable(model.filter(features));
  const days: number[] = [];
  for (let t = 0; t < rows; t++) if (complete[t] === 1) days.push(t);
  const sampled = Math.min(completeRows, mostRows);
  const chosen = Array.from({ length: sampled }, (_, n) => days[Math.floor((n * completeRows) / sampled)]);
  const labels = chosen.map((t) => ownLabels[t]);
  if (new Set(labels).size < 2) return undefined;
  return silhouette(
    chosen.map((t) => [...values.subarray(t * dimensions, (t + 1) * dimensions)]),
    labels,
  );
}
