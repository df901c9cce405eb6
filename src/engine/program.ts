import type { Criterion } from '../risk/criterion.ts';
import type { Evaluation } from './objective.ts';

/** Rows that go through the kernels side by side. */
export const TILE_ROWS = 64;

/**
 * An objective's work on one group of rows after another (`groupCount`), in one thread. Both the calling thread and the
 * workers make it from the same plain problem (`createProgram`).
 */
export type Program<Batch> = OnePassProgram<Batch> | TwoPassProgram<Batch>;

interface AnyProgram<Batch> {
  /** Number of weights, those of the loss included. */
  readonly size: number;
  /** Numbers that a group's gradient pass writes: its sums. */
  readonly partialSize: number;
  /** Numbers that `results` has for each row. */
  readonly resultsPerRow: number;
  /**
   * Throws a RangeError where arguments do not fit the problem. What follows takes them for checked.
   *
   * @param takesLoss whether a loss is to be taken, and not results alone
   */
  check(weights: Float32Array, batch: Batch, takesLoss: boolean): void;
  rowsOf(batch: Batch): number;
  /** Begins an evaluation. The key is that of the dropout masks; without one nothing is dropped. */
  begin(weights: Float32Array, batch: Batch, dropoutKey: number | undefined): void;
  /** Results of a group's rows into their places of all results. */
  results(group: number, results: Float64Array): void;
  /** Loss of all results. */
  lossOfResults(results: Float64Array): number;
  /** A running total of no group. */
  newTotal(): Float64Array;
  /** Adds a group's sums to a running total; groups come in order. */
  add(total: Float64Array, partial: Float64Array): void;
}

/** What of a program its problem does not settle. */
export interface ProgramOptions {
  /** Loss of a problem whose loss is 'criterion'; the workers, which take no loss, do without. */
  readonly criterion?: Criterion | undefined;
  /**
   * Memory for activations kept from a first pass to a second one, in bytes; rows beyond it go through the network
   * again, to the same bits. 0 by default.
   */
  readonly keptBytes?: number | undefined;
}

/** Each row's part of the gradient depends on the other rows by factors known afterwards: one pass is enough. */
export interface OnePassProgram<Batch> extends AnyProgram<Batch> {
  readonly isOnePass: true;
  /** Loss and gradient sums of a group, over whatever stood in `partial`. */
  evaluate(group: number, partial: Float64Array): void;
  /** Loss and gradient from the total of all groups. */
  finish(total: Float64Array, rows: number): Evaluation;
}

/** All results come first, then the gradient by them, then the way back. */
export interface TwoPassProgram<Batch> extends AnyProgram<Batch> {
  readonly isOnePass: false;
  /** `results`, keeping activations for `backward`, room permitting. */
  forward(group: number, results: Float64Array): void;
  /** Loss of all results; puts the gradient by them into `resultGradient`. */
  lossGradient(results: Float64Array, resultGradient: Float64Array): number;
  /** Gradient sums of a group, over whatever stood in `partial`, from the gradient by all results. */
  backward(group: number, resultGradient: Float64Array, partial: Float64Array): void;
  /** Gradient from the total of all groups. */
  finish(total: Float64Array): Float32Array;
}
