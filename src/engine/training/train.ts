import { setImmediate } from 'node:timers/promises';
import { trainingLoop } from './training-loop.ts';
import type { AsyncTrainingOptions, TrainingOptions, TrainingResult } from './training-options.ts';

export type { CosineSchedule, LearningRateSchedule } from './learning-rate.ts';
export type {
  AsyncTrainingOptions,
  Checkpoint,
  TrainingOptions,
  TrainingPlan,
  TrainingResult,
} from './training-options.ts';
export type { TrainingState } from './training-state.ts';

/**
 * Trains a network's flat weights by Adam. The same options give the same bits, also when the training was stopped at any
 * step and resumed from a checkpoint.
 *
 * Throws a RangeError for options out of range or a state to resume that does not fit, an InputError when the loss, its
 * gradient or every validation is not finite, and the signal's reason when it is aborted, after a last checkpoint where
 * these are taken. What the options' functions throw, a failed checkpoint included, comes through.
 *
 * @example
 * const { weights } = trainNetwork({
 *   weights: initialWeights(network, stream),
 *   steps: 500,
 *   lossAndGradient: (w, step) => objective.lossAndGradient(w, batchOf(step)),
 *   learningRate: { from: 1e-2, to: 1e-4, warmupSteps: 20 },
 *   label: 'fitting',
 * });
 */
export function trainNetwork(options: TrainingOptions): TrainingResult {
  const loop = trainingLoop(options);
  let next = loop.next();
  while (!next.done) {
    let answer: unknown;
    try {
      answer = next.value();
      if (answer instanceof Promise) {
        // What it comes to is of no use, and must not end the process either.
        answer.catch(() => {});
        throw new RangeError('trainNetwork was given a promise: expected trainNetworkAsync');
      }
    } catch (error) {
      next = loop.throw(error);
      continue;
    }
    next = loop.next(answer);
  }
  return next.value;
}

/**
 * `trainNetwork` for losses and validations that come as promises, to the same bits. Between any two of them timers,
 * signals of the process and the like get their turn, so that something can abort the signal. Functions that are handed
 * the signal themselves, as below, stop in the middle of a step, which a resumed training takes again.
 *
 * @example
 * const file = createCheckpointFile('policy.checkpoint', { problem, seed });
 * const { weights } = await trainNetworkAsync({
 *   weights: initialWeights(network, stream),
 *   steps: 10_000,
 *   lossAndGradient: (w, step) => parallel.lossAndGradient(w, batchOf(step), { signal }),
 *   validate: (w) => parallel.loss(w, validationBatch, { signal }),
 *   learningRate: { from: 1e-2, to: 1e-4 },
 *   checkpoint: { save: file.save, every: 200 },
 *   resume: file.load(),
 *   signal,
 *   label: 'fitting',
 * });
 */
export async function trainNetworkAsync(options: AsyncTrainingOptions): Promise<TrainingResult> {
  const loop = trainingLoop(options);
  let next = loop.next();
  while (!next.done) {
    let answer: unknown;
    try {
      answer = await next.value();
      await setImmediate();
    } catch (error) {
      next = loop.throw(error);
      continue;
    }
    next = loop.next(answer);
  }
  return next.value;
}
