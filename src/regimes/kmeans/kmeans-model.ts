import type { OnlineFilter, RegimeModel, RegimeProbabilities, RegimeState } from '../detector.ts';
import { type Observations, observe, type Standardiser, standardise } from '../observations.ts';
import { checkPermutation, permuteBlocks, permuteSquare } from '../permutation.ts';
import { splitRows } from '../saved-parts.ts';

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
  /** P(next regime j | regime i now) at `i * states + j`, counted from the fitted rows. */
  readonly transition: Float64Array;
}

/** A fitted K-Means model. */
export interface KMeansModel extends RegimeModel {
  /** One row per regime, one value per feature, in the features' own units. */
  readonly centres: readonly Float64Array[];
  readonly inertia: number;
}

/** Builds the model around its parts. */
export function createKMeansModel(parts: KMeansParts): KMeansModel {
  const { features: names, standardiser, centres, spread, states, inertia, transition } = parts;
  const { location, scale } = standardiser;
  const width = names.length;
  const shares = states.map(({ share }) => share);
  return {
    detector: 'kmeans',
    states,
    features: names,
    inertia,
    transition: splitRows(transition, states.length),
    centres: states.map((_, k) =>
      centres.slice(k * width, (k + 1) * width).map((value, d) => location[d] + scale[d] * value),
    ),
    filter: (features) => assignSoftly({ centres, spread, shares }, observe(features, names, standardiser)),
    online: () => filterOnline(parts, shares),
    permute: (order) => {
      checkPermutation(order, states.length);
      return createKMeansModel({
        ...parts,
        centres: permuteBlocks(centres, order, width),
        transition: permuteSquare(transition, order),
        states: order.map((k) => states[k]),
      });
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
      transition: [...transition],
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
    if (complete[t] === 1) assignPoint(current, values, t * dimensions, dimensions, centres, spread);
    for (let k = 0; k < states; k++) columns[k][t] = current[k];
  }
  return { rows, columns };
}

function filterOnline({ standardiser, centres, spread }: KMeansParts, shares: readonly number[]): OnlineFilter {
  const { location, scale } = standardiser;
  const dimensions = location.length;
  const current = Float64Array.from(shares);
  const point = new Float64Array(dimensions);
  return {
    next(values) {
      for (let d = 0; d < dimensions; d++) {
        if (!Number.isFinite(values[d])) return current;
        point[d] = standardise(values[d], location[d], scale[d]);
      }
      assignPoint(current, point, 0, dimensions, centres, spread);
      return current;
    },
  };
}

/** Sets the probabilities of one point, which stands in `values` from `at` on. */
function assignPoint(
  out: Float64Array,
  values: Float64Array,
  at: number,
  dimensions: number,
  centres: Float64Array,
  spread: number,
): void {
  const states = out.length;
  let nearest = Number.POSITIVE_INFINITY;
  for (let k = 0; k < states; k++) {
    let distance = 0;
    for (let d = 0; d < dimensions; d++) {
      const deviation = values[at + d] - centres[k * dimensions + d];
      distance += deviation * deviation;
    }
    out[k] = distance;
    if (distance < nearest) nearest = distance;
  }
  let total = 0;
  for (let k = 0; k < states; k++) {
    out[k] = Math.exp((nearest - out[k]) / (2 * spread));
    total += out[k];
  }
  for (let k = 0; k < states; k++) out[k] /= total;
}
