import type { FeatureMatrix } from '../market/features.ts';
import { assign, bestOtherTotal } from '../math/assign.ts';
import type { RegimeModel } from './detector.ts';
import { mostProbable } from './most-probable.ts';

export interface AlignedRegimes {
  /** `next` with its regimes renamed. */
  readonly model: RegimeModel;
  /** Regime k of `model` is regime `order[k]` of `next`. */
  readonly order: readonly number[];
  /** Share of the rows that `previous` and `model` label alike. */
  readonly agreement: number;
  /** The same share for `next` as it came, in its order by variance. */
  readonly agreementAsFitted: number;
  /**
   * How sure the order is: `agreement` less that of the best other order, from 0, where another is as good, to 1. It is small,
   * too, where two regimes hold few of the rows, since exchanging them moves few. 0 without rows; 1 with one regime.
   */
  readonly margin: number;
}

/**
 * Renames the regimes of a refitted model so that its filtered labels agree with those of the model before on as many
 * rows as possible (the Hungarian method, `assign`). Of equally good orders the one is taken that leaves most regimes where
 * the order by variance has them, and of those the first in dictionary order.
 *
 * @param features rows that both models are run over
 * @throws RangeError when the models differ in their number of regimes
 */
export function alignRegimes(previous: RegimeModel, next: RegimeModel, features: FeatureMatrix): AlignedRegimes {
  const states = next.states.length;
  if (previous.states.length !== states) {
    throw new RangeError(`next has ${states} regimes: expected ${previous.states.length}, as previous has`);
  }
  const before = mostProbable(previous.filter(features));
  const after = mostProbable(next.filter(features));
  const together = new Float64Array(states * states);
  for (let t = 0; t < before.length; t++) together[before[t] * states + after[t]]++;
  const { order } = assign(preferOwnNames(together, states), states);
  const alikeUnder = (labels: readonly number[]) =>
    labels.reduce((sum, label, k) => sum + together[k * states + label], 0);
  const asFitted = order.map((_, k) => k);
  const unchanged = order.every((label, k) => label === k);
  const total = alikeUnder(order);
  const share = (alike: number) => (before.length === 0 ? 1 : alike / before.length);
  return {
    model: unchanged ? next : next.permute(order),
    order,
    agreement: share(total),
    agreementAsFitted: share(alikeUnder(asFitted)),
    margin: states === 1 ? 1 : (total - bestOtherTotal(together, { order, total })) / Math.max(1, before.length),
  };
}

/**
 * What a pair of names is worth: the rows it holds on, and, less than any row, whether it leaves the regime its own name.
 */
function preferOwnNames(together: Float64Array, states: number): Float64Array {
  return together.map((rows, ij) => rows * (states + 1) + (ij % (states + 1) === 0 ? 1 : 0));
}
