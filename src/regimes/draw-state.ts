import type { RandomStream } from '../math/random.ts';

/** A state, drawn by its probability. */
export function drawState(probabilities: Float64Array, stream: RandomStream): number {
  let left = stream.uniform();
  for (let k = 0; k < probabilities.length; k++) {
    left -= probabilities[k];
    if (left < 0) return k;
  }
  // Rounding may leave a crumb: it goes to the last that is possible.
  return probabilities.findLastIndex((p) => p > 0);
}
