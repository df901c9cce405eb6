import { DAILY_VARIANCE_FLOOR } from '../../market/features/rolling.ts';
import { leastSquares } from '../../math/least-squares.ts';
import type { RandomStream } from '../../math/random.ts';
import { boostTrees } from '../../math/trees/boost-trees.ts';
import type { TreeOptions } from '../../math/trees/grow-tree.ts';
import { predictTree, type RegressionTree } from '../../math/trees/regression-tree.ts';
import { LINEAR_FEATURES, TREE_WARMUP } from './tree-features.ts';

/** Forecasts are held between these multiples of the smallest and largest mean variance fitted. */
const CLIP_LOW = 0.5;
const CLIP_HIGH = 1.5;

export interface HorizonFitOptions extends TreeOptions {
  readonly linear: boolean;
  /** Most trees. */
  readonly trees: number;
  readonly subsample: number;
  /** Share of the rows, the last ones, on which the number of trees is chosen; 0 takes all trees. */
  readonly heldBack: number;
  /** Trees without an improvement there after which no more are grown. */
  readonly patience: number;
  readonly stream: (part: string) => RandomStream;
  readonly signal?: AbortSignal | undefined;
}

/** The log variance of one horizon: a linear part of the first features and the sum of the trees. */
export interface HorizonFit {
  /** Intercept and one coefficient for each of the first three features; 0 where there is no linear part. */
  readonly coefficients: readonly number[];
  readonly trees: readonly RegressionTree[];
  /** Mean of what was realised over exp of what was fitted. */
  readonly smearing: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Fits the log of the mean variance of the days that follow each row. First the number of trees is chosen: they are grown on
 * the early rows and watched on the last ones, with as many rows as the horizon has days left out between the two, whose
 * targets reach into the last ones. Then as many are grown on all rows.
 *
 * The smearing factor (Duan 1983, Journal of the American Statistical Association 78) is the mean of variance over fit: with
 * it the QLIKE loss of the fitted rows is least among all multiples.
 *
 * @param following mean variance of the days that follow each row, NaN where they are not over
 */
export function fitHorizon(
  features: readonly Float64Array[],
  following: Float64Array,
  days: number,
  options: HorizonFitOptions,
): HorizonFit {
  const end = following.length - days;
  const target = following.map((value) => Math.log(Math.max(value, DAILY_VARIANCE_FLOOR)));
  const count = treeCount(features, target, days, end, options);
  const { coefficients, trees } = fitRows(features, target, TREE_WARMUP, end, options, 'all', count);
  let ratios = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (let t = TREE_WARMUP; t < end; t++) {
    const realised = Math.max(following[t], DAILY_VARIANCE_FLOOR);
    ratios += realised / Math.exp(logVariance(coefficients, trees, features, t));
    low = Math.min(low, realised);
    high = Math.max(high, realised);
  }
  const smearing = ratios / (end - TREE_WARMUP);
  return { coefficients, trees, smearing, low: CLIP_LOW * low, high: CLIP_HIGH * high };
}

/** Linear part and trees at one row. */
export function logVariance(
  coefficients: readonly number[],
  trees: readonly RegressionTree[],
  features: readonly Float64Array[],
  row: number,
): number {
  let sum = coefficients[0];
  for (let f = 0; f < LINEAR_FEATURES; f++) sum += coefficients[f + 1] * features[f][row];
  for (const tree of trees) sum += predictTree(tree, features, row);
  return sum;
}

/** How many trees foretell the last rows best. */
function treeCount(
  features: readonly Float64Array[],
  target: Float64Array,
  days: number,
  end: number,
  options: HorizonFitOptions,
): number {
  const from = end - Math.round(options.heldBack * (end - TREE_WARMUP));
  if (from >= end) return options.trees;
  const { coefficients, boosting } = startRows(features, target, TREE_WARMUP, from - days, options, 'early');
  const rest = Float64Array.from(target.subarray(from, end), (value, i) => {
    return value - logVariance(coefficients, [], features, from + i);
  });
  let least = sumOfSquares(rest);
  let best = 0;
  for (let count = 1; count <= options.trees && count - best <= options.patience; count++) {
    options.signal?.throwIfAborted();
    const tree = boosting.next().value;
    for (let i = 0; i < rest.length; i++) rest[i] -= predictTree(tree, features, from + i);
    const loss = sumOfSquares(rest);
    if (loss < least) {
      least = loss;
      best = count;
    }
  }
  return best;
}

function fitRows(
  features: readonly Float64Array[],
  target: Float64Array,
  from: number,
  to: number,
  options: HorizonFitOptions,
  part: string,
  count: number,
): { coefficients: number[]; trees: RegressionTree[] } {
  const { coefficients, boosting } = startRows(features, target, from, to, options, part);
  const trees = Array.from({ length: count }, () => {
    options.signal?.throwIfAborted();
    return boosting.next().value;
  });
  return { coefficients, trees };
}

/** The linear part on some rows, and the boosting of what it leaves. */
function startRows(
  features: readonly Float64Array[],
  target: Float64Array,
  from: number,
  to: number,
  { linear, depth, leafRows, shrinkage, subsample, stream }: HorizonFitOptions,
  part: string,
) {
  const rows = features.map((column) => column.slice(from, to));
  const wanted = target.slice(from, to);
  const ones = new Float64Array(to - from).fill(1);
  const found = leastSquares(linear ? [ones, ...rows.slice(0, LINEAR_FEATURES)] : [ones], wanted);
  const coefficients = Array.from({ length: LINEAR_FEATURES + 1 }, (_, k) => found[k] ?? 0);
  const rest = wanted.map((value, i) => value - logVariance(coefficients, [], rows, i));
  return {
    coefficients,
    boosting: boostTrees(rows, rest, { depth, leafRows, shrinkage, subsample, stream: stream(part) }),
  };
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
