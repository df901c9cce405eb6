import type { LongCallOptions } from '../../support/long-call.ts';
import type { Evaluation } from '../objective.ts';
import type { DescentOptions } from './training-settings.ts';
import type { TrainingState } from './training-state.ts';

/** What a training is told, however its loss is computed. */
export interface TrainingPlan extends DescentOptions, LongCallOptions {
  /** Where training starts; left as they are. */
  readonly weights: Float32Array;
  /** Steps between reports of progress; the end is reported too. As often as validations by default. */
  readonly progressEvery?: number | undefined;
  /** Where to go on: what `checkpoint` was given in a training with the same options. By default at the start. */
  readonly resume?: TrainingState | undefined;
  /** What is being trained, for people. */
  readonly label: string;
  /**
   * Asked after every step; at the first yes the training ends, as at the end of its patience, with the best weights so
   * far. What comes of a training that is ended by a clock depends on the machine.
   */
  readonly isEnough?: (() => boolean) | undefined;
  /** Milliseconds that pass, from any start: for the time left. `performance.now` by default. */
  readonly now?: (() => number) | undefined;
}

/** Takes down where a training stands. */
export interface Checkpoint<Saved = void> {
  /** Keeps the state; its arrays are the receiver's own. */
  readonly save: (state: TrainingState) => Saved;
  /** Steps between calls; the end and an abort are saved too. As often as validations by default. */
  readonly every?: number | undefined;
}

export interface TrainingOptions extends TrainingPlan {
  /**
   * Loss and its gradient at these weights, for step 0, 1, …; it draws its own batch, and for an exact resume by nothing
   * but the number of the step. The weights change after it has answered.
   */
  readonly lossAndGradient: (weights: Float32Array, step: number) => Evaluation;
  /** Loss on data that no step sees. With it the weights kept are the best validated, otherwise the last. */
  readonly validate?: ((weights: Float32Array) => number) | undefined;
  readonly checkpoint?: Checkpoint | undefined;
}

/** The same with answers that may take their time: from a worker pool, or from a network of TensorFlow.js. */
export interface AsyncTrainingOptions extends TrainingPlan {
  /** As in `TrainingOptions`. */
  readonly lossAndGradient: (weights: Float32Array, step: number) => Evaluation | Promise<Evaluation>;
  /** As in `TrainingOptions`. */
  readonly validate?: ((weights: Float32Array) => number | Promise<number>) | undefined;
  readonly checkpoint?: Checkpoint<void | Promise<void>> | undefined;
}

export interface TrainingResult {
  readonly weights: Float32Array;
  /** Loss of each step taken, those before a resume included. */
  readonly losses: Float64Array;
  /** Validation loss of `weights`; NaN without `validate`. */
  readonly bestValidation: number;
  /** Validation loss at steps 0, `validateEvery`, 2 `validateEvery`, … and at the last of all steps; none without `validate`. */
  readonly validations: Float64Array;
  /** Learning rate of each step taken. */
  readonly learningRates: Float64Array;
  /** Steps taken. */
  readonly steps: number;
}
