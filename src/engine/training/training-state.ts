import type { AdamState } from './adam.ts';
import { firstDifference } from './first-difference.ts';
import type { TrainingSettings } from './training-settings.ts';

/** The best weights so far by validation. */
export interface BestWeights {
  readonly weights: Float32Array;
  /** Their validation loss; Infinity where none was finite. */
  readonly loss: number;
  /** Validations since. */
  readonly since: number;
}

/** Where a training stands between two steps, as plain data. Nothing else is needed to go on to the same bits. */
export interface TrainingState {
  readonly settings: TrainingSettings;
  /** Steps taken. */
  readonly step: number;
  readonly weights: Float32Array;
  readonly adam: AdamState;
  /** Loss of each step taken. */
  readonly losses: Float64Array;
  /** Present where the training validates. */
  readonly best?: BestWeights | undefined;
  /** Every validation loss so far, the first of the first weights. Checkpoints of older releases lack it. */
  readonly validations?: Float64Array | undefined;
}

/** Throws a RangeError where a state to resume is of a training with other settings or weights, or makes no sense. */
export function checkTrainingState(
  state: TrainingState,
  settings: TrainingSettings,
  size: number,
  validates: boolean,
): void {
  const difference = firstDifference(state.settings, settings);
  if (difference !== undefined) {
    throw new RangeError(`resume is of a training with other settings: ${difference}`);
  }
  if (!(Number.isInteger(state.step) && state.step >= 0 && state.step <= settings.steps)) {
    throw new RangeError(`resume.step is ${state.step}: expected a whole number from 0 to ${settings.steps}`);
  }
  requireLength('weights', state.weights, size);
  requireLength('losses', state.losses, state.step);
  requireLength('adam.firstMoment', state.adam.firstMoment, state.step === 0 ? 0 : size);
  requireLength('adam.secondMoment', state.adam.secondMoment, state.step === 0 ? 0 : size);
  if ((state.best !== undefined) !== validates) {
    throw new RangeError(
      `resume is of a training ${validates ? 'without' : 'with'} validation: expected the same here`,
    );
  }
  if (state.best !== undefined) requireLength('best.weights', state.best.weights, size);
}

function requireLength(name: string, { length }: ArrayLike<number>, expected: number): void {
  if (length !== expected) throw new RangeError(`resume.${name} has length ${length}: expected ${expected}`);
}
