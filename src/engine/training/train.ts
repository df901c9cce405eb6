import type { LongCallOptions } from '../../support/long-call.ts';
import { requireCount, requirePositive } from '../../support/require.ts';
import { createAdam } from './adam.ts';

/** Learning rate over the steps: half a cosine from `from` to `to` (Loshchilov and Hutter, 2017, without restarts). */
export interface CosineSchedule {
  readonly from: number;
  readonly to: number;
}

export interface TrainingOptions extends LongCallOptions {
  /** Where training starts; left as they are. */
  readonly weights: Float32Array;
  /** Steps at most. */
  readonly steps: number;
  /** Loss and its gradient at these weights, for step 0, 1, …; it draws its own batch. */
  readonly lossAndGradient: (
    weights: Float32Array,
    step: number,
  ) => { readonly loss: number; readonly gradient: Float32Array };
  readonly learningRate: CosineSchedule;
  /** Gradients with a larger Euclidean norm are scaled down to it. */
  readonly clipNorm?: number | undefined;
  /** Loss on data that no step sees. With it the weights kept are the best validated, otherwise the last. */
  readonly validate?: ((weights: Float32Array) => number) | undefined;
  /** Steps between validations; the first weights and the last ones are validated too. 50 by default. */
  readonly validateEvery?: number | undefined;
  /** Validations without a better one after which training ends. By default it runs all steps. */
  readonly patience?: number | undefined;
  /** What is being trained, for people. */
  readonly label: string;
}

export interface TrainingResult {
  readonly weights: Float32Array;
  /** Loss of each step taken. */
  readonly losses: Float64Array;
  /** Validation loss of `weights`; NaN without `validate`. */
  readonly bestValidation: number;
  /** Steps taken. */
  readonly steps: number;
}

/**
 * Trains a network's flat weights by Adam. The same options give the same bits.
 *
 * Throws a RangeError for counts that are not whole numbers of at least 1 or rates that are not above 0, an Error when
 * the loss, its gradient or every validation is not finite, and the signal's reason when it is aborted.
 *
 * @example
 * const { weights } = trainNetwork({
 *   weights: initialDenseWeights(shape, stream),
 *   steps: 500,
 *   lossAndGradient: (w) => squaredError(kernel, w, batch),
 *   learningRate: { from: 1e-2, to: 1e-4 },
 *   label: 'fitting',
 * });
 */
export function trainNetwork(options: TrainingOptions): TrainingResult {
  const { steps, lossAndGradient, learningRate, validate, validateEvery = 50, patience, signal, label } = options;
  requireCount('steps', steps);
  requireCount('validateEvery', validateEvery);
  if (patience !== undefined) requireCount('patience', patience);
  requirePositive('learningRate.to', learningRate.to);
  const weights = options.weights.slice();
  const losses = new Float64Array(steps);
  const best = createBest(weights, validate);
  const adam = createAdam({ learningRate: learningRate.from, clipNorm: options.clipNorm });
  let taken = 0;
  try {
    while (taken < steps) {
      signal?.throwIfAborted();
      const { loss, gradient } = lossAndGradient(weights, taken);
      if (!Number.isFinite(loss)) throw divergence(label, taken, `the loss is ${loss}`);
      if (!gradient.every(Number.isFinite)) throw divergence(label, taken, 'the gradient is not finite');
      losses[taken] = loss;
      adam.step(weights, gradient, cosine(learningRate, taken, steps));
      ++taken;
      if (taken % validateEvery === 0 || taken === steps) {
        best.consider(weights);
        options.onProgress?.({ label, done: taken, total: steps });
        if (patience !== undefined && best.since() >= patience) break;
      }
    }
  } finally {
    adam.dispose();
  }
  if (validate !== undefined && best.value() === Number.POSITIVE_INFINITY) {
    throw divergence(label, taken, 'no validation loss was finite');
  }
  return { weights: best.weights(), losses: losses.slice(0, taken), bestValidation: best.value(), steps: taken };
}

/** Keeps the weights with the lowest validation loss; without `validate`, the latest. */
function createBest(first: Float32Array, validate: TrainingOptions['validate']) {
  let weights = first.slice();
  let value = validate === undefined ? Number.NaN : finiteOr(validate(weights));
  let since = 0;
  return {
    consider(candidate: Float32Array): void {
      if (validate === undefined) {
        weights = candidate.slice();
        return;
      }
      const loss = finiteOr(validate(candidate.slice()));
      ++since;
      if (loss >= value) return;
      value = loss;
      weights = candidate.slice();
      since = 0;
    },
    weights: () => weights,
    value: () => value,
    since: () => since,
  };
}

/** A validation that overflows counts as the worst. */
function finiteOr(loss: number): number {
  return Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY;
}

function cosine({ from, to }: CosineSchedule, step: number, steps: number): number {
  return to + 0.5 * (from - to) * (1 + Math.cos((Math.PI * step) / steps));
}

function divergence(label: string, step: number, what: string): Error {
  return new Error(`${label}: ${what} at step ${step}; a lower learning rate or smaller inputs may help`);
}
