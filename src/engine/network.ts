/**
 * A network whose loss gradient the kernels compute. Weights are one flat Float32Array: what optimisers step, files
 * hold and workers receive. Batches are column-major by unit: element (unit, row) stands at `unit * rows + row`.
 */
export interface NetworkKernel {
  /** Number of weights. */
  readonly size: number;
  /** Outputs `[outputs][rows]` for inputs `[inputs][rows]` (a recurrent network: `[window][inputs][rows]`). */
  forward(weights: Float32Array, inputs: Float32Array, rows: number): Float32Array;
  /**
   * Gradient of a loss with respect to the weights, from its gradient with respect to the outputs `[outputs][rows]` of
   * the last `forward`, whose weights and inputs it uses.
   */
  backward(outputGradient: Float32Array): Float32Array;
}

export interface DenseShape {
  readonly kind: 'dense';
  readonly inputs: number;
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly activation: 'silu' | 'relu' | 'tanh';
}

export interface LstmShape {
  readonly kind: 'lstm';
  readonly inputs: number;
  readonly units: number;
  /** Time steps read. */
  readonly window: number;
  /** Linear outputs of the last hidden state. */
  readonly outputs: number;
}
