import type { MarkovChain } from './markov-chain.ts';

/**
 * Forward pass in scaled space (Rabiner 1989, section V.A): the filter of a hidden Markov model. Allocates nothing.
 * Row t of `filtered` and `scales` depends on rows 0..t alone. A row of ones is a missing row: a pure prediction step.
 * A row that the past makes impossible (likelihood 0) keeps the prediction and makes the result −Infinity; its likelihoods become
 * ones, so that the backward pass takes it for a missing row too.
 *
 * @param likelihoods rows × states, scaled as by `scaleLikelihoods`; any emission model will do
 * @param filtered out: P(state k at t | rows 0..t) at `t * states + k`
 * @param scales out: likelihood of row t given rows 0..t−1, in the row's scale
 * @returns log likelihood of all rows, less the `logShift` taken out of the likelihoods
 */
export function runForward(
  { states, start, transition }: MarkovChain,
  likelihoods: Float64Array,
  filtered: Float64Array,
  scales: Float64Array,
): number {
  let logLikelihood = 0;
  // Scales are gathered as a product and turned into a logarithm before it can underflow: one log in many rows.
  let product = 1;
  let impossible = false;
  for (let t = 0, at = 0; at < likelihoods.length; t++, at += states) {
    let scale = 0;
    for (let k = 0; k < states; k++) {
      const predicted = t === 0 ? start[k] : predict(filtered, at - states, transition, states, k);
      const joint = predicted * likelihoods[at + k];
      filtered[at + k] = joint;
      scale += joint;
    }
    if (scale > 0) {
      const inverse = 1 / scale;
      for (let k = 0; k < states; k++) filtered[at + k] *= inverse;
    } else {
      impossible = true;
      scale = 1;
      for (let k = 0; k < states; k++) {
        likelihoods[at + k] = 1;
        filtered[at + k] = t === 0 ? start[k] : predict(filtered, at - states, transition, states, k);
      }
    }
    scales[t] = scale;
    product *= scale;
    if (product < 1e-150) {
      logLikelihood += Math.log(product);
      product = 1;
    }
  }
  return impossible ? Number.NEGATIVE_INFINITY : logLikelihood + Math.log(product);
}

function predict(filtered: Float64Array, row: number, transition: Float64Array, states: number, k: number): number {
  let sum = 0;
  for (let i = 0; i < states; i++) sum += filtered[row + i] * transition[i * states + k];
  return sum;
}

/**
 * One row of the forward pass, for a filter that takes rows as they come: the same arithmetic, hence the same bits.
 *
 * @param predicted P(state k | rows before): the start distribution, or what `predictStates` gave
 * @param likelihoods of the row, relative to its largest
 * @param filtered out: P(state k | rows up to this one)
 */
export function advanceForward(predicted: Float64Array, likelihoods: Float64Array, filtered: Float64Array): void {
  const states = predicted.length;
  let scale = 0;
  for (let k = 0; k < states; k++) {
    const joint = predicted[k] * likelihoods[k];
    filtered[k] = joint;
    scale += joint;
  }
  if (!(scale > 0)) {
    for (let k = 0; k < states; k++) filtered[k] = predicted[k];
    return;
  }
  const inverse = 1 / scale;
  for (let k = 0; k < states; k++) filtered[k] *= inverse;
}

/** Distribution of the next state given that of the present one: out = now × transition. */
export function predictStates(transition: Float64Array, now: Float64Array, out: Float64Array): void {
  for (let k = 0; k < out.length; k++) out[k] = predict(now, 0, transition, out.length, k);
}

/**
 * Backward pass: turns filtered probabilities into smoothed ones, P(state k at t | all rows). Looks ahead, hence for
 * fitting and for pictures only.
 *
 * @param smoothed out, rows × states
 * @param onward out, rows × states: P(rows t.. | state k at t) / P(rows t.. | rows 0..t−1); with it the expected number
 *   of moves from i to j is P(j | i) × the sum over t of filtered(t − 1, i) × onward(t, j)
 */
export function runBackward(
  { states, transition }: MarkovChain,
  likelihoods: Float64Array,
  filtered: Float64Array,
  scales: Float64Array,
  smoothed: Float64Array,
  onward: Float64Array,
): void {
  const last = filtered.length - states;
  for (let at = last; at >= 0; at -= states) {
    const inverse = 1 / scales[at / states];
    for (let k = 0; k < states; k++) {
      let ahead = 1;
      if (at < last) {
        ahead = 0;
        for (let j = 0; j < states; j++) {
          const move = transition[k * states + j];
          if (move > 0) ahead += move * onward[at + states + j];
        }
      }
      // What cannot be stays so, whatever the rows ahead say: they may say infinity.
      smoothed[at + k] = filtered[at + k] > 0 ? filtered[at + k] * ahead : 0;
      onward[at + k] = likelihoods[at + k] * ahead * inverse;
    }
  }
}
