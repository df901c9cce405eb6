import { requireCount } from '../../support/require.ts';
import { requireLength } from '../check-network.ts';
import { TILE_ROWS } from '../program.ts';
import type { NetworkShape } from './network-shape.ts';
import { createTileNetwork, type StateMatrix } from './tile-network.ts';

/** A trained network with recurrent layers that is used step by step, as its inputs become known. */
export interface SteppedNetwork {
  /** Clears the states, for so many rows. Must precede the first step. */
  reset(rows: number): void;
  /**
   * Outputs `[outputs][rows]` for inputs `[inputs][rows]` of a step. The number of the step tells a step from the one
   * before; the same number again answers from the state that it was answered from before.
   */
  forward(inputs: Float32Array, rows: number, step: number): Float32Array;
}

/**
 * A network to be used step by step: the bits of the same network trained over the steps, whatever other rows there are.
 * Throws a RangeError for a bad shape, for arrays of the wrong length, and for rows that it was not reset for.
 *
 * @example
 * const network = { inputs: 1, layers: [{ kind: 'gru', units: 4 }], outputs: 1 } as const;
 * const stepped = createSteppedNetwork(network, initialWeights(network, createRandomStream(1, 'weights')));
 * stepped.reset(2);
 * stepped.forward(Float32Array.of(0.1, 0.2), 2, 0);
 * stepped.forward(Float32Array.of(0.3, 0.4), 2, 1); // remembers 0.1 and 0.2
 */
export function createSteppedNetwork(shape: NetworkShape, weights: Float32Array): SteppedNetwork {
  // A first step, without a state, and one after another.
  const network = createTileNetwork(shape, { steps: 2, outputsAt: 'all' });
  requireLength('weights', weights, network.size);
  const { memory } = network;
  memory.reserve(1);
  memory.select(0);
  memory.memory().set(weights, memory.weightsAt / 4);
  network.prepare();
  const { inputs: wide, outputs: out } = shape;
  const stateUnits = network.stateAt(0).reduce((sum, { units }) => sum + units, 0);
  let reset: number | undefined;
  let last: number | undefined;
  /** States before the last step and after it, [unit][row]. */
  let before = new Float32Array(0);
  let after = new Float32Array(0);
  let isFirst = true;

  /** Copies rows [first, end) of a matrix, [unit][row], into a tile's columns; zeros in the lanes left. */
  function load(source: Float32Array, address: number, units: number, rows: number, first: number, end: number): void {
    const floats = memory.memory();
    for (let unit = 0; unit < units; ++unit) {
      const to = address / 4 + unit * TILE_ROWS;
      floats.fill(0, to, to + TILE_ROWS);
      floats.set(source.subarray(unit * rows + first, unit * rows + end), to);
    }
  }

  function save(target: Float32Array, address: number, units: number, rows: number, first: number, end: number): void {
    const floats = memory.memory();
    for (let unit = 0; unit < units; ++unit) {
      const from = address / 4 + unit * TILE_ROWS;
      target.set(floats.subarray(from, from + end - first), unit * rows + first);
    }
  }

  /** Goes through the states of a place, each with its part of a matrix of all. */
  function eachState(
    all: Float32Array,
    states: readonly StateMatrix[],
    rows: number,
    visit: (part: Float32Array, state: StateMatrix) => void,
  ): void {
    let unit = 0;
    for (const state of states) {
      visit(all.subarray(unit * rows, (unit + state.units) * rows), state);
      unit += state.units;
    }
  }

  return {
    reset(rows) {
      requireCount('rows', rows);
      reset = rows;
      last = undefined;
      before = new Float32Array(stateUnits * rows);
      after = new Float32Array(stateUnits * rows);
    },
    forward(inputs, rows, step) {
      if (rows !== reset) {
        throw new RangeError(`rows is ${rows}, but reset for ${reset ?? 'none'}: call reset(${rows}) before step 0`);
      }
      requireLength('inputs', inputs, wide * rows);
      if (step !== last) {
        isFirst = last === undefined;
        last = step;
        [before, after] = [after, before];
      }
      const place = isFirst ? 0 : 1;
      const outputs = new Float32Array(out * rows);
      for (let first = 0; first < rows; first += TILE_ROWS) {
        const end = Math.min(rows, first + TILE_ROWS);
        network.begin();
        if (!isFirst) {
          eachState(before, network.stateAt(place), rows, (part, { address, units }) =>
            load(part, address, units, rows, first, end),
          );
        }
        load(inputs, network.inputAt(place), wide, rows, first, end);
        network.forward(place);
        save(outputs, network.outputAt(place), out, rows, first, end);
        eachState(after, network.stateAt(place + 1), rows, (part, { address, units }) =>
          save(part, address, units, rows, first, end),
        );
      }
      return outputs;
    },
  };
}
