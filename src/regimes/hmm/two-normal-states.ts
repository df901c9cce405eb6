import type { Observations } from '../observations.ts';
import { densityTerms } from './emission-densities.ts';
import type { Hmm } from './emissions.ts';

/**
 * Whether a model is the commonest one, two normal states of one feature, whose EM has loops of its own: twice as fast, and
 * with the bits of those for all models.
 */
export function isTwoNormalStates({ states, dimensions, law, covariance }: Hmm): boolean {
  return states === 2 && dimensions === 1 && law === 'normal' && covariance === 'diagonal';
}

/** `fillLogDensities` and `scaleLikelihoods` at once. Returns the sum of the logarithms taken out. */
export function fillTwoLikelihoods(hmm: Hmm, { rows, values, complete }: Observations, out: Float64Array): number {
  const { means, precisions, constants } = densityTerms(hmm);
  const [mean0, mean1] = means;
  const [precision0, precision1] = precisions;
  const [constant0, constant1] = constants;
  let logShift = 0;
  for (let t = 0; t < rows; t++) {
    if (complete[t] === 0) {
      out[2 * t] = 1;
      out[2 * t + 1] = 1;
      continue;
    }
    const deviation0 = values[t] - mean0;
    const deviation1 = values[t] - mean1;
    const log0 = constant0 - 0.5 * (deviation0 * deviation0 * precision0);
    const log1 = constant1 - 0.5 * (deviation1 * deviation1 * precision1);
    if (log1 > log0) {
      logShift += log1;
      out[2 * t] = Math.exp(log0 - log1);
      out[2 * t + 1] = 1;
    } else {
      logShift += log0;
      out[2 * t] = 1;
      // Equal, or both impossible: the generic code tells these cases apart, and so does this one.
      out[2 * t + 1] = log1 === log0 ? Number(log0 > Number.NEGATIVE_INFINITY) : Math.exp(log1 - log0);
      if (log0 === Number.NEGATIVE_INFINITY) out[2 * t] = 0;
    }
  }
  return logShift;
}

/** Weight, weighted sum and weighted sum of squares of a state's values. */
type Moments = readonly [weight: number, sum: number, squares: number];

/** Of both states, in one pass. */
export function momentsOfTwo({ rows, values, complete }: Observations, smoothed: Float64Array): readonly Moments[] {
  let weight0 = 0;
  let sum0 = 0;
  let squares0 = 0;
  let weight1 = 0;
  let sum1 = 0;
  let squares1 = 0;
  for (let t = 0; t < rows; t++) {
    const value = values[t];
    const known = complete[t];
    const weighted0 = smoothed[2 * t] * value;
    const weighted1 = smoothed[2 * t + 1] * value;
    weight0 += smoothed[2 * t] * known;
    weight1 += smoothed[2 * t + 1] * known;
    sum0 += weighted0;
    sum1 += weighted1;
    squares0 += weighted0 * value;
    squares1 += weighted1 * value;
  }
  return [
    [weight0, sum0, squares0],
    [weight1, sum1, squares1],
  ];
}

/** Σ filtered(t − 1, i) × onward(t, j) over the rows of [from, to) after the first, i to j in the order 00, 01, 10, 11. */
export function addMovesOfTwo(
  filtered: Float64Array,
  onward: Float64Array,
  [from, to]: readonly [number, number],
  sums: Float64Array,
): void {
  let [stay0, leave0, leave1, stay1] = sums;
  let before0 = filtered[from];
  let before1 = filtered[from + 1];
  for (let at = from + 2; at < to; at += 2) {
    const onward0 = onward[at];
    const onward1 = onward[at + 1];
    stay0 += before0 * onward0;
    leave0 += before0 * onward1;
    leave1 += before1 * onward0;
    stay1 += before1 * onward1;
    before0 = filtered[at];
    before1 = filtered[at + 1];
  }
  sums.set([stay0, leave0, leave1, stay1]);
}
