import { createForwardNetwork } from '../../engine/network/forward-network.ts';
import { isRecurrent, type NetworkShape } from '../../engine/network/network-shape.ts';
import { createSteppedNetwork } from '../../engine/network/stepped-network.ts';

/** The network of a policy, as it is run step by step. */
export interface PolicyNetwork {
  /** Outputs, [output][path], for inputs [input][path] of a step. */
  forward(inputs: Float32Array, paths: number, step: number): Float32Array;
  /** Clears what the network carries along the paths; absent where it carries nothing. */
  reset?(paths: number): void;
}

/** The network of these weights; one with recurrent layers carries their state from step to step. */
export function createPolicyNetwork(shape: NetworkShape, weights: Float32Array): PolicyNetwork {
  return isRecurrent(shape) ? createSteppedNetwork(shape, weights) : { forward: createForwardNetwork(shape, weights) };
}
