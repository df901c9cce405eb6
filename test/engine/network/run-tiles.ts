import type { NetworkShape } from '../../../src/engine/network/network-shape.ts';
import { createTileNetwork } from '../../../src/engine/network/tile-network.ts';
import { TILE_ROWS } from '../../../src/engine/program.ts';

/** A network's pass over one tile: inputs `[steps][inputs][TILE_ROWS]`, and the gradient of Σ outputs·slopes. */
export interface TileRun {
  /** `[steps][outputs][TILE_ROWS]`. */
  readonly outputs: Float32Array;
  /** By the weights. */
  readonly gradient: Float32Array;
  /** By the inputs, laid out as they are. */
  readonly inputGradient: Float32Array;
}

export interface TileRuns {
  /** Runs tiles forth, all of them kept, and then each back, in the opposite order. */
  run(
    weights: Float32Array,
    tiles: readonly { readonly inputs: Float32Array; readonly slopes: Float32Array }[],
    dropoutKey?: number,
  ): readonly TileRun[];
}

/** A network with outputs at every step, run by the kernels. */
export function createTileRuns(shape: NetworkShape, steps: number): TileRuns {
  const network = createTileNetwork(shape, { steps, outputsAt: 'all', inputGradientFrom: 0 });
  const { memory, size } = network;
  const wide = shape.inputs * TILE_ROWS;
  const high = shape.outputs * TILE_ROWS;
  return {
    run(weights, tiles, dropoutKey) {
      memory.reserve(tiles.length);
      const floats = memory.memory();
      floats.set(weights, memory.weightsAt / 4);
      network.prepare();
      const outputs = tiles.map(({ inputs }, slot) => {
        memory.select(slot);
        network.setMask(dropoutKey, slot * TILE_ROWS);
        network.begin();
        const y = new Float32Array(steps * high);
        for (let step = 0; step < steps; ++step) {
          floats.set(inputs.subarray(step * wide, (step + 1) * wide), network.inputAt(step) / 4);
          network.forward(step);
          const at = network.outputAt(step) / 4;
          y.set(floats.subarray(at, at + high), step * high);
        }
        return y;
      });
      const runs: TileRun[] = [];
      for (let slot = tiles.length - 1; slot >= 0; --slot) {
        memory.select(slot);
        network.setMask(dropoutKey, slot * TILE_ROWS);
        const inputGradient = new Float32Array(steps * wide);
        floats.fill(0, memory.gradientAt / 4, memory.gradientAt / 4 + size);
        network.beginBackward();
        for (let step = steps - 1; step >= 0; --step) {
          floats.set(tiles[slot].slopes.subarray(step * high, (step + 1) * high), network.outputGradientAt(step) / 4);
          network.backward(step);
          const at = network.inputGradientAt() / 4;
          inputGradient.set(floats.subarray(at, at + wide), step * wide);
        }
        network.weightGradient();
        const gradient = floats.slice(memory.gradientAt / 4, memory.gradientAt / 4 + size);
        runs[slot] = { outputs: outputs[slot], gradient, inputGradient };
      }
      return runs;
    },
  };
}
