import type { LstmShape, NetworkKernel } from '../engine/network.ts';

/** Rows evaluated at once. Fixed, and filled up at the end, so that no row's bits depend on how many follow it. */
const CHUNK = 256;

/**
 * Copies windows of features into the layout of the kernel, `[window][inputs][rows]`.
 *
 * @param columns standardised features, one column each
 * @param rows the last row of each window
 */
export function copyWindows(
  { window, inputs }: LstmShape,
  columns: readonly Float32Array[],
  rows: Int32Array,
  into: Float32Array,
): void {
  const count = rows.length;
  for (let j = 0; j < inputs; j++) {
    const column = columns[j];
    for (let k = 0; k < window; k++) {
      const at = (k * inputs + j) * count;
      const back = window - 1 - k;
      for (let i = 0; i < count; i++) into[at + i] = column[rows[i] - back];
    }
  }
}

/** The network's outputs for the windows that end at rows [from, to): per output, one value per row. */
export function networkOutputs(
  kernel: NetworkKernel,
  shape: LstmShape,
  weights: Float32Array,
  columns: readonly Float32Array[],
  from: number,
  to: number,
): Float64Array[] {
  const outputs = Array.from({ length: shape.outputs }, () => new Float64Array(Math.max(0, to - from)));
  const rows = new Int32Array(CHUNK);
  const inputs = new Float32Array(CHUNK * shape.window * shape.inputs);
  for (let start = from; start < to; start += CHUNK) {
    const count = Math.min(CHUNK, to - start);
    // Places after the last row repeat the first one of the chunk, which is always there.
    for (let i = 0; i < CHUNK; i++) rows[i] = i < count ? start + i : start;
    copyWindows(shape, columns, rows, inputs);
    const values = kernel.forward(weights, inputs, CHUNK);
    outputs.forEach((output, o) => {
      for (let i = 0; i < count; i++) output[start - from + i] = values[o * CHUNK + i];
    });
  }
  return outputs;
}
