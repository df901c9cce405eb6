import type { Observations } from '../observations.ts';
import type { EmWorkspace } from './em-workspace.ts';
import { densityTerms } from './emission-densities.ts';
import type { Hmm } from './emissions.ts';

/**
 * Whether a model is the commonest one, two normal states of one feature, whose EM has loops of its own: twice as fast, and
 * with the bits of those for all models.
 */
export function isTwoNormalStates({ states, dimensions, law, covariance }: Hmm): boolean {
  return states === 2 && dimensions === 1 && law === 'normal' && covariance === 'diagonal';
}

/**
 * Fills the workspace with what is known of the states and returns the log likelihood: `fillLogDensities`, `scaleLikelihoods`,
 * `runForward` and `runBackward` for two normal states.
 */
export function expectTwoNormalStates(hmm: Hmm, observations: Observations, workspace: EmWorkspace): number {
  let logLikelihood = fillLikelihoods(hmm, observations, workspace.likelihoods);
  for (const span of workspace.spans) {
    logLikelihood += filterForward(hmm, workspace, span);
    smoothBackward(hmm, workspace, span);
  }
  return logLikelihood;
}

/** Likelihoods over the larger of each row. Returns the sum of the logarithms taken out. */
function fillLikelihoods(hmm: Hmm, { rows, values, complete }: Observations, out: Float64Array): number {
  const { means, precisions, constants } = densityTerms(hmm);
  const [mean0, mean1] = means;
  const [precision0, precision1] = precisions;
  const [constant0, constant1] = constants;
  let logShift = 0;
  for (let t = 0, at = 0; t < rows; t++, at += 2) {
    out[at] = 1;
    out[at + 1] = 1;
    if (complete[t] === 0) continue;
    const deviation0 = values[t] - mean0;
    const deviation1 = values[t] - mean1;
    const log0 = constant0 - 0.5 * (deviation0 * deviation0 * precision0);
    const log1 = constant1 - 0.5 * (deviation1 * deviation1 * precision1);
    // Which of them is larger is hard to foresee: no branch on it.
    logShift += Math.max(log0, log1);
    out[at + Number(log1 <= log0)] = Math.exp(-Math.abs(log1 - log0));
  }
  return logShift;
}

type Span = readonly [from: number, to: number];

/** Returns the log likelihood of the span, less the logarithms taken out. */
function filterForward(
  { start, transition }: Hmm,
  { likelihoods, filtered, scales }: EmWorkspace,
  [from, to]: Span,
): number {
  const [stay0, leave0, leave1, stay1] = transition;
  let [predicted0, predicted1] = start;
  let logLikelihood = 0;
  let product = 1;
  let impossible = false;
  for (let at = from, t = from / 2; at < to; at += 2, t++) {
    let now0 = predicted0 * likelihoods[at];
    let now1 = predicted1 * likelihoods[at + 1];
    let scale = now0 + now1;
    if (scale > 0) {
      const inverse = 1 / scale;
      now0 *= inverse;
      now1 *= inverse;
    } else {
      impossible = true;
      likelihoods[at] = 1;
      likelihoods[at + 1] = 1;
      scale = 1;
      now0 = predicted0;
      now1 = predicted1;
    }
    filtered[at] = now0;
    filtered[at + 1] = now1;
    scales[t] = scale;
    product *= scale;
    if (product < 1e-150) {
      logLikelihood += Math.log(product);
      product = 1;
    }
    predicted0 = now0 * stay0 + now1 * leave1;
    predicted1 = now0 * leave0 + now1 * stay1;
  }
  return impossible ? Number.NEGATIVE_INFINITY : logLikelihood + Math.log(product);
}

function smoothBackward(
  { transition }: Hmm,
  { likelihoods, filtered, scales, smoothed, onward }: EmWorkspace,
  [from, to]: Span,
): void {
  const [stay0, leave0, leave1, stay1] = transition;
  let ahead0 = 1;
  let ahead1 = 1;
  for (let at = to - 2; at >= from; at -= 2) {
    const inverse = 1 / scales[at / 2];
    smoothed[at] = filtered[at] > 0 ? filtered[at] * ahead0 : 0;
    smoothed[at + 1] = filtered[at + 1] > 0 ? filtered[at + 1] * ahead1 : 0;
    const onward0 = likelihoods[at] * ahead0 * inverse;
    const onward1 = likelihoods[at + 1] * ahead1 * inverse;
    onward[at] = onward0;
    onward[at + 1] = onward1;
    // Infinity times a move that cannot be made would be no number.
    ahead0 = (stay0 > 0 ? stay0 * onward0 : 0) + (leave0 > 0 ? leave0 * onward1 : 0);
    ahead1 = (leave1 > 0 ? leave1 * onward0 : 0) + (stay1 > 0 ? stay1 * onward1 : 0);
  }
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
  [from, to]: Span,
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
