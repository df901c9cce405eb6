import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/** A problem as a TensorFlow.js graph around a model. Tensors are made inside a `tidy` of the caller. */
export interface ModelGraph<Batch> {
  /** Weights of the loss itself: one for CVaR. */
  readonly parameters: 0 | 1;
  /** Throws a RangeError when the batch does not fit the problem. */
  checkBatch(batch: Batch): void;
  rowsOf(batch: Batch): number;
  /** Results of a row: 1 P&L, or a forecast for each horizon. */
  readonly resultsPerRow: number;
  /** Results `[rows, resultsPerRow]` of rows [from, to). */
  results(batch: Batch, from: number, to: number, training: boolean): Tensor;
  /** Loss of all results; `parameter` holds the weight of the loss. */
  loss(results: Tensor, batch: Batch, parameter: Tensor): Scalar;
}
