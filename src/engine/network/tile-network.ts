import { createDenseLayer, createLinearLayer } from './dense-layer.ts';
import { createDropoutLayer, type DropoutLayer } from './dropout-layer.ts';
import { createGruLayer } from './gru-layer.ts';
import { createLstmLayer } from './lstm-layer.ts';
import { networkLayout, networkSize } from './network-layout.ts';
import { isRecurrentLayer, type NetworkShape } from './network-shape.ts';
import type { Port, TileLayer } from './tile-layer.ts';
import { createTileMemory, type TileMemory, tileFloats } from './tile-space.ts';

export interface TileNetworkOptions {
  /** Time steps. */
  readonly steps: number;
  /**
   * Weights that the kernels' memory has room for: at least the network's, more where a loss has weights of its own. By
   * default the network's.
   */
  readonly weightCount?: number;
  /** Where outputs are read: after every step, or after the last alone, when what stands above the last recurrent layer runs once. */
  readonly outputsAt: 'all' | 'last';
  /** First input whose gradient is wanted; by default none is. */
  readonly inputGradientFrom?: number;
}

/** A matrix `[unit][row]` of a tile. */
export interface StateMatrix {
  readonly address: number;
  readonly units: number;
}

/**
 * A network on a tile, step after step, with its way back through time. Inputs are written to `inputAt(step)`, outputs
 * read from `outputAt(step)`, their gradient written to `outputGradientAt(step)`.
 */
export interface TileNetwork {
  readonly size: number;
  readonly memory: TileMemory;
  inputAt(step: number): number;
  outputAt(step: number): number;
  outputGradientAt(step: number): number;
  /** Where `backward` leaves the gradient by the inputs from `inputGradientFrom` on, of the step at hand. */
  inputGradientAt(): number;
  /** Takes over new weights: `[size]` numbers at `memory.weightsAt` have changed. */
  prepare(): void;
  /** Key of the dropout masks, undefined for none, and the row of the batch that the tile begins with. */
  setMask(key: number | undefined, firstRow: number): void;
  /** Clears the states. */
  begin(): void;
  forward(step: number): void;
  /** Where the states before a step stand, matrices of so many units each. */
  stateAt(step: number): readonly StateMatrix[];
  /** Before the first `backward`, that of the last step. */
  beginBackward(): void;
  backward(step: number): void;
  /** Adds the gradient by the weights of all steps gone back through. */
  weightGradient(): void;
}

/** Builds a network with a memory of its own. Memory for tiles is yet to be reserved. */
export function createTileNetwork(
  shape: NetworkShape,
  { steps, weightCount, outputsAt, inputGradientFrom = shape.inputs }: TileNetworkOptions,
): TileNetwork {
  const layouts = networkLayout(shape);
  const size = networkSize(shape);
  const memory = createTileMemory(weightCount ?? size, steps);
  const input = createInput(memory, shape.inputs, inputGradientFrom);
  const dropouts: DropoutLayer[] = [];
  const layers: TileLayer[] = [];
  for (const [l, layer] of shape.layers.entries()) {
    layers.push(createLayer(memory, l, layer, layers.at(-1) ?? input));
  }
  const linear = createLinearLayer(memory, layouts[shape.layers.length], layers.at(-1) ?? input);
  layers.push(linear);

  function createLayer(space: TileMemory, l: number, layer: NetworkShape['layers'][number], below: Port): TileLayer {
    switch (layer.kind) {
      case 'dense':
        return createDenseLayer(space, layouts[l], layer.activation, below);
      case 'gru':
        return createGruLayer(space, layouts[l], below);
      case 'lstm':
        return createLstmLayer(space, layouts[l], below);
      case 'dropout': {
        const dropout = createDropoutLayer(space, l, layer.rate, below);
        dropouts.push(dropout);
        return dropout;
      }
    }
  }

  // Layers below `early` run at every step, the others where outputs are read.
  const lastRecurrent = shape.layers.findLastIndex(isRecurrentLayer);
  const early = outputsAt === 'all' ? layers.length : lastRecurrent + 1;
  const running = (step: number) => (step === steps - 1 ? layers.length : early);
  const firstStepOf = (l: number) => (l < early ? 0 : steps - 1);

  return {
    size,
    memory,
    inputAt: input.at,
    outputAt: linear.at,
    outputGradientAt: linear.outputGradientAt,
    inputGradientAt: input.gradientAt,
    prepare() {
      for (const layer of layers) layer.prepare();
    },
    setMask(key, firstRow) {
      for (const dropout of dropouts) dropout.setMask(key, firstRow);
    },
    begin() {
      for (const layer of layers) layer.begin();
    },
    forward(step) {
      const count = running(step);
      for (let l = 0; l < count; ++l) layers[l].forward(step);
    },
    stateAt: (step) =>
      layers.flatMap(({ units, stateAt }) => (stateAt?.(step) ?? []).map((address) => ({ address, units }))),
    beginBackward() {
      for (const layer of layers) layer.beginBackward();
    },
    backward(step) {
      for (let l = running(step) - 1; l >= 0; --l) layers[l].backward(step);
    },
    weightGradient() {
      for (const [l, layer] of layers.entries()) layer.weightGradient(firstStepOf(l), steps);
    },
  };
}

function createInput(space: TileMemory, units: number, gradientFrom: number): Port {
  const at = space.perTile(tileFloats(units), space.steps);
  const gradientAt = gradientFrom < units ? space.shared(tileFloats(units - gradientFrom)) : 0;
  return { units, at, gradientAt: () => gradientAt, gradientFrom, adds: false };
}
