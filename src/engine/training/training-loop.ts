import { InputError } from '../../support/input-error.ts';
import { requireCount } from '../../support/require.ts';
import type { Evaluation } from '../objective.ts';
import { createAdam } from './adam.ts';
import { learningRateAt } from './learning-rate.ts';
import { createPace } from './pace.ts';
import type { AsyncTrainingOptions, TrainingResult } from './training-options.ts';
import { trainingSettings } from './training-settings.ts';
import { type BestWeights, checkTrainingState, type TrainingState } from './training-state.ts';

/** Work that the loop hands to its driver, which gives back what came of it, or throws into the loop what was thrown. */
export type Work = () => unknown;

/**
 * The training loop, without saying who waits for answers: `trainNetwork` and `trainNetworkAsync` drive it. Each step
 * asks for a gradient, moves the weights by Adam, and then validates, takes a checkpoint and reports, where these are
 * due. A checkpoint is taken after the step's validation and holds all that the next step reads.
 */
export function* trainingLoop(options: AsyncTrainingOptions): Generator<Work, TrainingResult, unknown> {
  const { lossAndGradient, validate, checkpoint, resume, signal, label } = options;
  const settings = trainingSettings(options);
  const { steps, learningRate, validateEvery } = settings;
  const { patience = Number.POSITIVE_INFINITY, progressEvery = validateEvery } = options;
  const checkpointEvery = checkpoint?.every ?? validateEvery;
  requireCount('progressEvery', progressEvery);
  requireCount('checkpoint.every', checkpointEvery);
  if (resume !== undefined) checkTrainingState(resume, settings, options.weights.length, validate !== undefined);
  signal?.throwIfAborted();

  const weights = (resume?.weights ?? options.weights).slice();
  const losses = new Float64Array(steps);
  if (resume !== undefined) losses.set(resume.losses);
  let best = resume?.best;
  const validations =
    best === undefined ? [] : [...(resume?.validations ?? unknownValidations(resume!, validateEvery))];
  let taken = resume?.step ?? 0;
  let saved = resume?.step;
  let isEnough = false;

  const adam = createAdam(
    { learningRate: learningRateAt(learningRate, 0, steps), clipNorm: options.clipNorm },
    resume?.adam,
  );
  try {
    if (validate !== undefined && best === undefined) best = yield* validated();
    const pace = createPace(options.now, taken);
    while (!isOver()) {
      if (signal?.aborted) {
        yield* save(stateNow);
        signal.throwIfAborted();
      }
      const isLast = taken + 1 === steps;
      const isValidated = validate !== undefined && (isLast || (taken + 1) % validateEvery === 0);
      // Where the signal may stop a validation: states that are saved have theirs behind them.
      const before = isValidated && checkpoint !== undefined && signal !== undefined ? stateNow() : undefined;
      const step = ask<Evaluation>(() => lossAndGradient(weights, taken));
      const { loss, gradient } = yield* savingOnAbort(step, stateNow);
      if (!Number.isFinite(loss)) throw divergence(label, taken, `the loss is ${loss}`);
      if (!isFiniteVector(gradient)) throw divergence(label, taken, 'the gradient is not finite');
      adam.step(weights, gradient, learningRateAt(learningRate, taken, steps));
      losses[taken] = loss;
      ++taken;
      isEnough = options.isEnough?.() === true;
      if (isValidated) best = yield* savingOnAbort(validated(best), () => before);
      if (isOver() || taken % checkpointEvery === 0) yield* save(stateNow);
      if (isOver() || taken % progressEvery === 0) {
        options.onProgress?.({
          label,
          done: taken,
          total: steps,
          loss: mean(losses.subarray(Math.max(0, taken - progressEvery), taken)),
          bestValidation: best?.loss,
          secondsLeft: isOver() ? 0 : pace.secondsLeft(taken, steps),
        });
      }
    }
  } finally {
    adam.dispose();
  }
  if (best?.loss === Number.POSITIVE_INFINITY) throw divergence(label, taken, 'no validation loss was finite');
  return {
    weights: best === undefined ? weights : best.weights.slice(),
    losses: losses.slice(0, taken),
    bestValidation: best?.loss ?? Number.NaN,
    validations: Float64Array.from(validations),
    learningRates: Float64Array.from({ length: taken }, (_, step) => learningRateAt(learningRate, step, steps)),
    steps: taken,
  };

  function isOver(): boolean {
    return taken === steps || isEnough || (best !== undefined && best.since >= patience);
  }

  /** The better of the best so far and the weights as they are; a validation that is not finite counts as the worst. */
  function* validated(before?: BestWeights): Generator<Work, BestWeights, unknown> {
    const candidate = weights.slice();
    const answer = yield* ask<number>(() => validate?.(candidate.slice()));
    const loss = Number.isFinite(answer) ? answer : Number.POSITIVE_INFINITY;
    validations.push(loss);
    if (before !== undefined && loss >= before.loss) return { ...before, since: before.since + 1 };
    return { weights: candidate, loss, since: 0 };
  }

  /** Where the training stands; its arrays are copies. */
  function stateNow(): TrainingState {
    return {
      settings,
      step: taken,
      weights: weights.slice(),
      adam: adam.state(),
      losses: losses.slice(0, taken),
      best: best && { ...best, weights: best.weights.slice() },
      validations: best && Float64Array.from(validations),
    };
  }

  function* save(stateOf: () => TrainingState | undefined): Generator<Work, void, unknown> {
    if (checkpoint === undefined) return;
    const state = stateOf();
    if (state === undefined || state.step === saved) return;
    yield* ask<void>(() => checkpoint.save(state));
    saved = state.step;
  }

  /** Work that is given the signal too, it may be, and throws when that is aborted. */
  function* savingOnAbort<T>(
    work: Generator<Work, T, unknown>,
    stateOf: () => TrainingState | undefined,
  ): Generator<Work, T, unknown> {
    try {
      return yield* work;
    } catch (error) {
      if (signal?.aborted) yield* save(stateOf);
      throw error;
    }
  }
}

/** Hands work to the driver. The answer is what the work returns, or what its promise comes to. */
function* ask<T>(work: () => T | Promise<T> | undefined): Generator<Work, T, unknown> {
  return (yield work) as T;
}

/** In place of those that a checkpoint of an older release did not take down. */
function unknownValidations({ step, settings }: TrainingState, every: number): Float64Array {
  return new Float64Array(1 + Math.ceil(step === settings.steps ? step / every : Math.floor(step / every))).fill(
    Number.NaN,
  );
}

function isFiniteVector(values: Float32Array): boolean {
  for (let k = 0; k < values.length; ++k) if (!Number.isFinite(values[k])) return false;
  return true;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Of the caller's making: what is trained, and at which rate. */
function divergence(label: string, step: number, what: string): InputError {
  return new InputError(`${label}: ${what} at step ${step}; a lower learning rate or smaller inputs may help`);
}
