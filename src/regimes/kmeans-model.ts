import type { RegimeModel, RegimeProbabilities, RegimeState } from './detector.ts';
import { type Observations, observe, type Standardiser } from './observations.ts';
import { checkPermutation, permuteBlocks } from './permutation.ts';

/** What a fitted K-Means model is made of: plain enough to be saved. */
export interface KMeansParts {
  readonly features: readonly string[];
  readonly standardiser: Standardiser;
  /** Regime k, feature d at `k * features.length + d`, in standard units. */
  readonly centres: Float64Array;
  /** Variance within clusters per feature, pooled over clusters and features, in standard units. */
  readonly spread: number;
  readonly states: readonly RegimeState[];
  /** Sum over the fitted rows of the squared distance to the nearest centre, in standard units. */
  readonly inertia: number;
}

/** A fitted K-Means model. */
export interface KMeansModel extends RegimeModel {
  readonly features: readonly string[];
  /** One row per regime, one value per feature, in the features' own units. */
  readonly centres: readonly Float64Array[];
  readonly inertia: number;
}

/** Builds the model around its parts. */
export function createKMeansModel(parts: KMeansParts): KMeansModel {
  const { features: names, standardiser, centres, spread, states, inertia } = parts;
  const { location, scale } = standardiser;
  const width = names.length;
  const shares = states.map(({ share }) => share);
  return {
    detector: 'kmeans',
    states,
    features: names,
    inertia,
    centres: states.map((_, k) =>
      centres.slice(k * width, (k + 1) * width).map((value, d) => location[d] + scale[d] * value),
    ),
    filter: (features) => assignSoftly({ centres, spread, shares }, observe(features, names, standardiser)),
    permute: (order) => {
      checkPermutation(order, states.length);
      const permuted = { centres: permuteBlocks(centres, order, width), states: order.map((k) => states[k]) };
      return createKMeansModel({ ...parts, ...permuted });
    },
    toJSON: () => ({
      detector: 'kmeans',
      features: [...names],
      location: [...location],
      scale: [...scale],
      centres: [...centres],
      spread,
      states: states.map((state) => ({ ...state })),
      inertia,
    }),
  };
}

/**
 * P(k | x) ∝ exp(−|x − c_k|² / 2 spread) for every row by itself. A row that is not complete repeats the row before;
 * rows before the first complete one hold `shares`.
 */
export function assignSoftly(
  {
    centres,
    spread,
    shares,
  }: { readonly centres: Float64Array; readonly spread: number; readonly shares: readonly number[] },
  { rows, dimensions, values, complete }: Observations,
): RegimeProbabilities {
  const states = shares.length;
  const columns = shares.map(() => new Float64Array(rows));
  const current = Float64Array.from(shares);
  for (let t = 0; t < rows; t++) {
    if (complete[t] === 1) {
      let nearest = Number.POSITIVE_INFINITY;
      for (let k = 0; k < states; k++) {
        let distance = 0;
        for (let d = 0; d < dimensions; d++) {
          const deviation = values[t * dimensions + d] - centres[k * dimensions + d];
          distance += deviation * deviation;
        }
        current[k] = distance;
        if (distance < nearest) nearest = distance;
      }
      let total = 0;
      for (let k = 0; k < states; k++) {
        current[k] = Math.exp((nearest - current[k]) / (2 * spread));
        total += current[k];
      }
      for (let k = 0; k < states; k++) current[k] /= total;
    }
    for (let k = 0; k < states; k++) columns[k][t] = current[k];
  }
  return { rows, columns };
}
