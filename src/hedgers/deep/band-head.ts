/** Width of the band where the network's output is 0 is this × log 2: 0.07 of delta. */
export const bandScale = 0.1;

/** Lower and upper edges of the holdings' band. One entry a row. */
export interface Band {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Room for the bands of so many rows. */
export function createBand(rows: number): Band {
  return { lower: new Float64Array(rows), upper: new Float64Array(rows) };
}

/**
 * Turns the network's outputs [2][rows] into bands around the hedge of the option's delta. The first output is the
 * distance below the delta of a written option, the second the distance above it: 0.1 × softplus each, in delta. The
 * band of an option owned is the mirror image, so one network serves both sides.
 */
export function outputsToBand(outputs: Float32Array, delta: Float64Array, position: 1 | -1, band: Band): void {
  const rows = delta.length;
  // The edge that lies below the holding is the written option's lower one, or the mirrored upper one.
  const below = position === -1 ? 0 : rows;
  const above = rows - below;
  for (let row = 0; row < rows; row++) {
    const hedge = -position * delta[row];
    band.lower[row] = hedge - bandScale * softplus(outputs[below + row]);
    band.upper[row] = hedge + bandScale * softplus(outputs[above + row]);
  }
}

/** log(1 + e^x). */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/**
 * The weights with which the network's two outputs change places. Training knows lower and upper edges; the hedger's
 * outputs are those of a written option. For an option owned the one network is the other with its outputs exchanged.
 *
 * @param weights flat, with the linear layer of two outputs last
 * @param inputs of that layer
 */
export function exchangeOutputs(weights: Float32Array, inputs: number): Float32Array {
  const exchanged = weights.slice();
  const kernel = weights.length - 2 - 2 * inputs;
  exchanged.set(weights.subarray(kernel + inputs, kernel + 2 * inputs), kernel);
  exchanged.set(weights.subarray(kernel, kernel + inputs), kernel + inputs);
  exchanged[weights.length - 2] = weights[weights.length - 1];
  exchanged[weights.length - 1] = weights[weights.length - 2];
  return exchanged;
}
