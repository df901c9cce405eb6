import type { EvaluationOptions } from './objective.ts';

/** Rows that go through the kernels side by side. */
export const TILE_ROWS = 64;

/** Rows of a group in a batch of up to `MOST_GROUPS` groups. */
export const GROUP_ROWS = TILE_ROWS;

/** Larger batches have larger groups, so that the sums of all groups together take little memory. */
const MOST_GROUPS = 256;

/**
 * Rows whose sums are formed in one place, a function of the batch's rows alone. Groups are what workers share out; their
 * sums are added in the order of the groups, so the result does not depend on who computed them.
 */
export function groupRows(rows: number): number {
  return GROUP_ROWS * Math.ceil(rows / (GROUP_ROWS * MOST_GROUPS));
}

/** Groups of a batch. */
export function groupCount(rows: number): number {
  return Math.ceil(rows / groupRows(rows));
}

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
