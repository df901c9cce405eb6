import { initialWeights } from '../../../src/engine/network/initial-weights.ts';
import { networkLayout } from '../../../src/engine/network/network-layout.ts';
import type { NetworkShape } from '../../../src/engine/network/network-shape.ts';
import type { RandomStream } from '../../../src/math/random.ts';

/** Weights to test a network at: initial ones with biases moved, so that their places count. */
export function randomWeights(shape: NetworkShape, stream: RandomStream): Float32Array {
  // A small last layer keeps positions that read positions from running away.
  const weights = initialWeights(shape, stream, 0.5);
  for (const { bias, end } of networkLayout(shape)) {
    for (let k = bias; k < end; ++k) weights[k] += 0.2 * stream.normal();
  }
  return weights;
}
