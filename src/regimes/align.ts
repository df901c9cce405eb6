import type { FeatureMatrix } from '../market/features.ts';
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
}

/**
 * Renames the regimes of a refitted model so that its filtered labels agree with those of the model before on as many
 * rows as possible. Among equally good orders the one nearest to the order by variance is taken.
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
  const { order, total } = assignBest(together, states);
  const unchanged = order.every((label, k) => label === k);
  return {
    model: unchanged ? next : next.permute(order),
    order,
    agreement: before.length === 0 ? 1 : total / before.length,
    agreementAsFitted: before.length === 0 ? 1 : sumDiagonal(together, states) / before.length,
  };
}

/**
 * The one-to-one assignment of columns to rows with the largest total, by dynamic programming over the set of columns
 * used (Held and Karp 1962): exact, 2^n × n steps. Of equal assignments the first in dictionary order.
 */
function assignBest(gains: Float64Array, size: number): { readonly order: readonly number[]; readonly total: number } {
  // rest[used]: the most that the rows still to come can gain when the columns in `used` are taken.
  const rest = new Float64Array(1 << size);
  for (let used = (1 << size) - 2; used >= 0; used--) {
    const row = bitCount(used);
    let most = Number.NEGATIVE_INFINITY;
    for (let column = 0; column < size; column++) {
      if ((used & (1 << column)) === 0) most = Math.max(most, gains[row * size + column] + rest[used | (1 << column)]);
    }
    rest[used] = most;
  }
  const order: number[] = [];
  for (let row = 0, used = 0; row < size; row++) {
    const column = Array.from({ length: size }, (_, c) => c).find(
      (c) => (used & (1 << c)) === 0 && gains[row * size + c] + rest[used | (1 << c)] === rest[used],
    )!;
    order.push(column);
    used |= 1 << column;
  }
  return { order, total: rest[0] };
}

function sumDiagonal(square: Float64Array, size: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += square[k * size + k];
  return sum;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left > 0; left &= left - 1) count++;
  return count;
}
