import type { FeatureMatrix } from '../../market/features.ts';
import type { OnlineFilter, RegimeModel, RegimeProbabilities, RegimeState } from '../detector.ts';
import { type Observations, observe, type Standardiser, standardise } from '../observations.ts';
import { checkPermutation, permuteBlocks, permuteSquare } from '../permutation.ts';
import { splitRows } from '../saved-parts.ts';
import { findJumpPath } from './find-jump-path.ts';
import { createJumpGrid, type JumpDetectorName } from './state-grid.ts';
import { createValueRecursion, type JumpTerms } from './value-recursion.ts';

/** What a fitted jump model is made of: plain enough to be saved. */
export interface JumpParts {
  readonly detector: JumpDetectorName;
  readonly features: readonly string[];
  readonly standardiser: Standardiser;
  /** Regime k, feature d at `k * features.length + d`, in standard units. */
  readonly centres: Float64Array;
  readonly penalty: number;
  readonly states: readonly RegimeState[];
  /** Losses and penalties of the cheapest path through the fitted rows, in standard units. */
  readonly objective: number;
  /** P(next regime j | regime i now) at `i * states + j`, counted from the fitted rows. */
  readonly transition: Float64Array;
}

/** A fitted jump model. */
export interface JumpModel extends RegimeModel {
  /** One row per regime, one value per feature, in the features' own units. */
  readonly centres: readonly Float64Array[];
  readonly penalty: number;
  /** Losses and penalties of the cheapest path through the fitted rows, in standard units. */
  readonly objective: number;
  /** States on the cheapest path given all rows: looks ahead. For pictures only, never for decisions. */
  inSamplePath(features: FeatureMatrix): RegimeProbabilities;
}

/** Builds the model around its parts. */
export function createJumpModel(parts: JumpParts): JumpModel {
  const { detector, features: names, standardiser, centres, penalty, states, objective, transition } = parts;
  const { location, scale } = standardiser;
  const width = names.length;
  const shares = states.map(({ share }) => share);
  const terms = { grid: createJumpGrid(detector, states.length), penalty, centres, dimensions: width };
  return {
    detector,
    states,
    features: names,
    penalty,
    objective,
    transition: splitRows(transition, states.length),
    centres: splitRows(centres, width).map((centre) => centre.map((value, d) => location[d] + scale[d] * value)),
    filter: (features) => filterJumps(terms, observe(features, names, standardiser), shares),
    online: () => createJumpOnlineFilter(terms, standardiser, shares),
    inSamplePath: (features) => pathOf(terms, observe(features, names, standardiser)),
    permute: (order) => {
      checkPermutation(order, states.length);
      return createJumpModel({
        ...parts,
        centres: permuteBlocks(centres, order, width),
        transition: permuteSquare(transition, order),
        states: order.map((k) => states[k]),
      });
    },
    toJSON: () => ({
      detector,
      features: [...names],
      location: [...location],
      scale: [...scale],
      centres: [...centres],
      penalty,
      states: states.map((state) => ({ ...state })),
      objective,
      transition: [...transition],
    }),
  };
}

/** The state of least cost at each row given the rows so far; rows before the first complete one hold `shares`. */
export function filterJumps(
  terms: JumpTerms,
  { rows, dimensions, values, complete }: Observations,
  shares: readonly number[],
): RegimeProbabilities {
  const recursion = createValueRecursion(terms);
  const columns = shares.map(() => new Float64Array(rows));
  const current = Float64Array.from(shares);
  const first = complete.indexOf(1);
  for (let t = 0; t < rows; t++) {
    if (first >= 0 && t >= first) {
      recursion.advance(values, t * dimensions, complete[t] === 1);
      setWeights(current, terms, recursion.best());
    }
    for (let k = 0; k < shares.length; k++) columns[k][t] = current[k];
  }
  return { rows, columns };
}

/** The same arithmetic row by row, hence the same bits. Allocates nothing. */
function createJumpOnlineFilter(
  terms: JumpTerms,
  { location, scale }: Standardiser,
  shares: readonly number[],
): OnlineFilter {
  const { dimensions } = terms;
  const recursion = createValueRecursion(terms);
  const current = Float64Array.from(shares);
  const point = new Float64Array(dimensions);
  let begun = false;
  return {
    next(values) {
      let complete = true;
      for (let d = 0; d < dimensions; d++) {
        if (!Number.isFinite(values[d])) complete = false;
        point[d] = standardise(values[d], location[d], scale[d]);
      }
      if (!begun && !complete) return current;
      begun = true;
      recursion.advance(point, 0, complete);
      setWeights(current, terms, recursion.best());
      return current;
    },
  };
}

function pathOf(terms: JumpTerms, observations: Observations): RegimeProbabilities {
  const { states, weights } = terms.grid;
  const { points } = findJumpPath(terms, observations);
  const columns = Array.from({ length: states }, (_, k) =>
    Float64Array.from(points, (point) => weights[point * states + k]),
  );
  return { rows: observations.rows, columns };
}

function setWeights(out: Float64Array, { grid: { states, weights } }: JumpTerms, point: number): void {
  for (let k = 0; k < states; k++) out[k] = weights[point * states + k];
}
