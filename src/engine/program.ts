import type { EvaluationOptions } from './objective.ts';

/** Rows that go through the kernels side by side. */
export const TILE_ROWS = 64;

/**
 * Rows whose sums are formed in one place. Groups are what workers share out; their sums are added in the order of the
 * groups, so the result does not depend on who computed them.
 */
export const GROUP_ROWS = 256;

/**
 * An objective's work on one group of rows after another, in one thread. Both the calling thread and the workers make it
 * from the same plain problem (`createProgram`).
 */
export interface Program<Batch> {
  /** Number of weights, those of the loss included. */
  readonly size: number;
  /** Numbers that `evaluate` and `backward` write: sums of the loss, then of the gradient (`combine` reads them). */
  readonly partialSize: number;
  /**
   * Whether one pass is enough: each row's part of the gradient depends on the other rows by factors known afterwards.
   * Otherwise all results come first (`results`), then the gradient by them, then `backward`.
   */
  readonly isOnePass: boolean;
  /** Throws a RangeError when the batch does not fit the problem. */
  checkBatch(batch: Batch): void;
  rowsOf(batch: Batch): number;
  /** Numbers that `results` has for each row. */
  readonly resultsPerRow: number;
  begin(weights: Float32Array, batch: Batch, options: EvaluationOptions): void;
  /** Loss and gradient sums of a group in one pass. */
  evaluate(group: number, partial: Float64Array): void;
  /** Results of a group's rows into their places of all results. `keeps` their activations for `backward`, room permitting. */
  results(group: number, results: Float64Array, keeps: boolean): void;
  /** Gradient sums of a group from the gradient by all results. */
  backward(group: number, resultGradient: Float64Array, partial: Float64Array): void;
  /** Loss and gradient of a one-pass objective from the partial sums of all groups, in order. */
  combine(partials: readonly Float64Array[], rows: number): { loss: number; gradient: Float32Array };
  /** Loss of all results and the gradient by them. */
  lossOfResults(results: Float64Array, resultGradient?: Float64Array): number;
}
