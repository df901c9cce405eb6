import { requireCount } from '../../support/require.ts';
import { requireLength } from '../check-network.ts';
import { TILE_ROWS } from '../program.ts';
import { isRecurrent, type NetworkShape } from './network-shape.ts';
import { createTileNetwork } from './tile-network.ts';

/** Outputs `[outputs][rows]` of a network for inputs `[inputs][rows]`, or `[steps][inputs][rows]`, oldest step first. */
export type ForwardNetwork = (inputs: Float32Array, rows: number) => Float32Array;

/**
 * A trained network to be used: its outputs after the last of `steps` steps, by default one. Each row's outputs are the
 * same bits whatever other rows there are. Throws a RangeError for a bad shape and for arrays of the wrong length.
 *
 * @example
 * const network = { inputs: 2, layers: denseLayers([8], 'silu'), outputs: 1 };
 * const forward = createForwardNetwork(network, initialWeights(network, createRandomStream(1, 'weights')));
 * forward(Float32Array.of(0.1, 0.2, 0.3, 1, 2, 3), 3); // one output for each of three rows
 */
export function createForwardNetwork(shape: NetworkShape, weights: Float32Array, steps = 1): ForwardNetwork {
  requireCount('steps', steps);
  if (steps > 1 && !isRecurrent(shape)) {
    throw new RangeError(`steps is ${steps}: expected 1, since the network has no recurrent layer to remember more`);
  }
  const network = createTileNetwork(shape, { steps, outputsAt: 'last' });
  requireLength('weights', weights, network.size);
  const { memory } = network;
  memory.reserve(1);
  memory.select(0);
  memory.memory().set(weights, memory.weightsAt / 4);
  network.prepare();
  const { inputs: wide, outputs: out } = shape;

  return (inputs, rows) => {
    requireCount('rows', rows);
    requireLength('inputs', inputs, steps * wide * rows);
    const outputs = new Float32Array(out * rows);
    const floats = memory.memory();
    for (let first = 0; first < rows; first += TILE_ROWS) {
      const end = Math.min(rows, first + TILE_ROWS);
      network.begin();
      for (let step = 0; step < steps; ++step) {
        const at = network.inputAt(step) / 4;
        for (let i = 0; i < wide; ++i) {
          const from = (step * wide + i) * rows;
          const to = at + i * TILE_ROWS;
          floats.fill(0, to, to + TILE_ROWS);
          floats.set(inputs.subarray(from + first, from + end), to);
        }
        network.forward(step);
      }
      const at = network.outputAt(steps - 1) / 4;
      for (let o = 0; o < out; ++o) {
        const from = at + o * TILE_ROWS;
        outputs.set(floats.subarray(from, from + end - first), o * rows + first);
      }
    }
    return outputs;
  };
}
