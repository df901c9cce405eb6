import { requireCount, requirePositive } from '../../support/require.ts';
import { completeLearningRate, type LearningRateSchedule } from './learning-rate.ts';

/** The options on which the bits of a training depend, beside its first weights and its losses. */
export interface DescentOptions {
  /** Steps at most. */
  readonly steps: number;
  /** A number is the rate of every step. */
  readonly learningRate: number | LearningRateSchedule;
  /** Gradients with a larger Euclidean norm are scaled down to it. */
  readonly clipNorm?: number | undefined;
  /** Steps between validations; the first weights and the last ones are validated too. 50 by default. */
  readonly validateEvery?: number | undefined;
  /** Validations without a better one after which training ends. By default it runs all steps. */
  readonly patience?: number | undefined;
}

/** The same with defaults written out, as JSON can hold it. */
export interface TrainingSettings {
  readonly steps: number;
  readonly learningRate: LearningRateSchedule;
  readonly validateEvery: number;
  /** Null where there is none. */
  readonly clipNorm: number | null;
  readonly patience: number | null;
}

/** Throws a RangeError that names the first option out of range. */
export function trainingSettings(options: DescentOptions): TrainingSettings {
  const { steps, validateEvery = 50, clipNorm, patience } = options;
  requireCount('steps', steps);
  requireCount('validateEvery', validateEvery);
  if (patience !== undefined) requireCount('patience', patience);
  if (clipNorm !== undefined) requirePositive('clipNorm', clipNorm);
  const learningRate = completeLearningRate(options.learningRate, steps);
  return { steps, learningRate, validateEvery, clipNorm: clipNorm ?? null, patience: patience ?? null };
}
