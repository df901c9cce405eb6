import type { RandomStream } from '../math/random.ts';
import { requireSize } from './check-network.ts';
import type { LstmShape } from './network.ts';

/** Where the parts of an LSTM stand in its flat weights, as indices. */
export interface LstmLayout {
  /**
   * `W[gate·units + unit][inputs + units]` row-major, gates in the order i, f, g, o; in each row the weights of the
   * inputs, then those of the hidden state before.
   */
  readonly gates: number;
  /** `b[gate·units + unit]`. */
  readonly gatesBias: number;
  /** `V[output][unit]` row-major: the linear head. */
  readonly head: number;
  /** `d[output]`. */
  readonly headBias: number;
  readonly size: number;
}

/** The layout of the flat weights. Throws a RangeError for sizes that are not whole numbers from 1 to 65 536. */
export function lstmLayout({ inputs, units, window, outputs }: LstmShape): LstmLayout {
  requireSize('inputs', inputs);
  requireSize('units', units);
  requireSize('window', window);
  requireSize('outputs', outputs);
  const gatesBias = 4 * units * (inputs + units);
  const head = gatesBias + 4 * units;
  const headBias = head + outputs * units;
  return { gates: 0, gatesBias, head, headBias, size: headBias + outputs };
}

/** Number of weights of an LSTM with its head. */
export function lstmWeightCount(shape: LstmShape): number {
  return lstmLayout(shape).size;
}

/**
 * Weights to start training from: uniform with Glorot and Bengio's (2010) limits √(6/(inputs + units)) on the inputs,
 * √(6/2·units) on the hidden state and √(6/(units + outputs)) in the head; biases 0, but 1 at the forget gate, so that
 * memory lasts from the start (Gers, Schmidhuber and Cummins, 2000).
 */
export function initialLstmWeights(shape: LstmShape, stream: RandomStream): Float32Array {
  const { inputs, units, outputs } = shape;
  const layout = lstmLayout(shape);
  const weights = new Float32Array(layout.size);
  const inputLimit = Math.sqrt(6 / (inputs + units));
  const hiddenLimit = Math.sqrt(6 / (2 * units));
  const headLimit = Math.sqrt(6 / (units + outputs));
  for (let row = 0; row < 4 * units; ++row) {
    const start = layout.gates + row * (inputs + units);
    for (let k = 0; k < inputs + units; ++k) {
      weights[start + k] = (k < inputs ? inputLimit : hiddenLimit) * (2 * stream.uniform() - 1);
    }
  }
  weights.fill(1, layout.gatesBias + units, layout.gatesBias + 2 * units);
  for (let k = layout.head; k < layout.headBias; ++k) weights[k] = headLimit * (2 * stream.uniform() - 1);
  return weights;
}
