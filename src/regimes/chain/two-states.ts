import type { MarkovChain } from './markov-chain.ts';

/** The forward pass of `runForward` for two states, with what it carries from row to row in local variables: the same bits. */
export function runForwardOfTwo(
  { start, transition }: MarkovChain,
  likelihoods: Float64Array,
  filtered: Float64Array,
  scales: Float64Array,
): number {
  const [stay0, leave0, leave1, stay1] = transition;
  let predicted0 = start[0];
  let predicted1 = start[1];
  let logLikelihood = 0;
  let product = 1;
  let impossible = false;
  for (let t = 0, at = 0; at < likelihoods.length; t++, at += 2) {
    let now0 = predicted0 * likelihoods[at];
    let now1 = predicted1 * likelihoods[at + 1];
    let scale = now0 + now1;
    if (scale > 0) {
      const inverse = 1 / scale;
      now0 *= inverse;
      now1 *= inverse;
    } else {
      impossible = true;
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

/** The backward pass of `runBackward` for two states: the same bits. */
export function runBackwardOfTwo(
  { transition }: MarkovChain,
  likelihoods: Float64Array,
  filtered: Float64Array,
  scales: Float64Array,
  smoothed: Float64Array,
  onward: Float64Array,
): void {
  const [stay0, leave0, leave1, stay1] = transition;
  let ahead0 = 1;
  let ahead1 = 1;
  for (let t = scales.length - 1, at = 2 * t; t >= 0; t--, at -= 2) {
    const inverse = 1 / scales[t];
    smoothed[at] = filtered[at] * ahead0;
    smoothed[at + 1] = filtered[at + 1] * ahead1;
    const onward0 = likelihoods[at] * ahead0 * inverse;
    const onward1 = likelihoods[at + 1] * ahead1 * inverse;
    onward[at] = onward0;
    onward[at + 1] = onward1;
    ahead0 = stay0 * onward0 + leave0 * onward1;
    ahead1 = leave1 * onward0 + stay1 * onward1;
  }
}
