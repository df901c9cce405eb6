import { AdamOptimizer, scalar, tensor1d, tidy, type Variable, variable } from '@tensorflow/tfjs-core';
import { requirePositive } from '../../support/require.ts';
import { onTensorFlow } from '../tensorflow/optimiser-backend.ts';

export interface AdamOptions {
  /** Step size; each weight moves by about this much a step. Above 0. */
  readonly learningRate: number;
  /** Gradients with a larger Euclidean norm are scaled down to it. By default none is. */
  readonly clipNorm?: number | undefined;
  /** Memory of the gradient's mean, in [0, 1); 0.9 by default. */
  readonly beta1?: number | undefined;
  /** Memory of the gradient's square, in [0, 1); 0.999 by default. */
  readonly beta2?: number | undefined;
}

/** All that Adam remembers between steps. Numbers are float32. */
export interface AdamState {
  /** Running mean of the gradient; empty before the first step. */
  readonly firstMoment: Float32Array;
  /** Running mean of its square; empty before the first step. */
  readonly secondMoment: Float32Array;
  /** beta1 and beta2 to the power of one more than the steps taken, multiplied up step by step. */
  readonly beta1Power: number;
  readonly beta2Power: number;
}

export interface Adam {
  /**
   * One step, in place. The gradient is left as it is. A learning rate given here holds for this step alone.
   * Throws a RangeError when the gradient is not finite or the number of weights has changed.
   */
  step(weights: Float32Array, gradient: Float32Array, learningRate?: number): void;
  /** A copy of what it remembers: an optimiser created with it goes on to the same bits. */
  state(): AdamState;
  /** Releases the tensors; the optimiser cannot be used afterwards. */
  dispose(): void;
}

const EPSILON = 1e-7;

/**
 * The fields that TensorFlow.js declares private. Its own `setWeights` computes the powers anew, which gives other bits
 * than multiplying step by step, and it is asynchronous.
 */
interface AdamFields {
  readonly accBeta1: Variable;
  readonly accBeta2: Variable;
  accumulatedFirstMoment: { readonly originalName: string; readonly variable: Variable }[];
  accumulatedSecondMoment: { readonly originalName: string; readonly variable: Variable }[];
}

/** TensorFlow.js keeps the rate and what is remembered where only a subclass may reach them. */
class ResumableAdam extends AdamOptimizer {
  setLearningRate(learningRate: number): void {
    this.learningRate = learningRate;
  }

  readState(): AdamState {
    const { accBeta1, accBeta2, accumulatedFirstMoment, accumulatedSecondMoment } = this.fields();
    const read = (moments: AdamFields['accumulatedFirstMoment']) =>
      moments.length === 0 ? new Float32Array(0) : moments[0].variable.dataSync<'float32'>().slice();
    return {
      firstMoment: read(accumulatedFirstMoment),
      secondMoment: read(accumulatedSecondMoment),
      beta1Power: accBeta1.dataSync()[0],
      beta2Power: accBeta2.dataSync()[0],
    };
  }

  restoreState({ firstMoment, secondMoment, beta1Power, beta2Power }: AdamState): void {
    const fields = this.fields();
    tidy(() => {
      fields.accBeta1.assign(scalar(beta1Power));
      fields.accBeta2.assign(scalar(beta2Power));
      if (firstMoment.length === 0) return;
      const moment = (name: string, values: Float32Array) => [
        { originalName: name, variable: variable(tensor1d(values.slice()), false) },
      ];
      fields.accumulatedFirstMoment = moment('m', firstMoment);
      fields.accumulatedSecondMoment = moment('v', secondMoment);
    });
  }

  private fields(): AdamFields {
    return this as unknown as AdamFields;
  }
}

/**
 * Adam (Kingma and Ba, 2015) by TensorFlow.js's optimiser, over one flat vector of weights, with the gradient clipped by
 * its norm before (Pascanu, Mikolov and Bengio, 2013). With the `state` of another it goes on where that one stood.
 * Call `dispose` when done.
 *
 * @example
 * const adam = createAdam({ learningRate: 0.01, clipNorm: 1 });
 * adam.step(weights, gradient);
 * adam.dispose();
 */
export function createAdam(
  { learningRate, clipNorm, beta1 = 0.9, beta2 = 0.999 }: AdamOptions,
  state?: AdamState,
): Adam {
  requirePositive('learningRate', learningRate);
  if (clipNorm !== undefined) requirePositive('clipNorm', clipNorm);
  requireDecay('beta1', beta1);
  requireDecay('beta2', beta2);
  if (state !== undefined) checkState(state);
  const optimiser = onTensorFlow(() => {
    const created = new ResumableAdam(learningRate, beta1, beta2, EPSILON);
    if (state !== undefined) created.restoreState(state);
    return created;
  });
  let expectedSize = state?.firstMoment.length || undefined;
  let held: Variable | undefined;
  let isDisposed = false;

  function step(weights: Float32Array, gradient: Float32Array, rate = learningRate): void {
    requireUsable();
    const size = expectedSize ?? weights.length;
    if (weights.length !== size || gradient.length !== size) {
      throw new RangeError(
        `weights and gradient have lengths ${weights.length} and ${gradient.length}: expected ${size} for both`,
      );
    }
    const clipped = clip(gradient, clipNorm);
    expectedSize = size;
    optimiser.setLearningRate(rate);
    onTensorFlow(() =>
      tidy(() => {
        const before = tensor1d(weights.slice());
        if (held === undefined) held = variable(before, false);
        else held.assign(before);
        optimiser.applyGradients([{ name: held.name, tensor: tensor1d(clipped) }]);
        weights.set(held.dataSync<'float32'>());
      }),
    );
  }

  function dispose(): void {
    if (isDisposed) return;
    isDisposed = true;
    onTensorFlow(() => {
      optimiser.dispose();
      held?.dispose();
    });
  }

  function requireUsable(): void {
    if (isDisposed) throw new RangeError('the optimiser is disposed of');
  }

  return {
    step,
    state() {
      requireUsable();
      return onTensorFlow(() => optimiser.readState());
    },
    dispose,
  };
}

/** A copy of the gradient, scaled down where its norm exceeds the limit. */
function clip(gradient: Float32Array, limit: number | undefined): Float32Array {
  let square = 0;
  for (let k = 0; k < gradient.length; ++k) square += gradient[k] * gradient[k];
  const norm = Math.sqrt(square);
  if (!Number.isFinite(norm)) throw new RangeError(`the gradient is not finite: its norm is ${norm}`);
  const clipped = gradient.slice();
  if (limit === undefined || norm <= limit) return clipped;
  const factor = limit / norm;
  for (let k = 0; k < clipped.length; ++k) clipped[k] *= factor;
  return clipped;
}

function checkState({ firstMoment, secondMoment, beta1Power, beta2Power }: AdamState): void {
  if (firstMoment.length !== secondMoment.length) {
    throw new RangeError(
      `the moments of Adam's state have lengths ${firstMoment.length} and ${secondMoment.length}: expected the same`,
    );
  }
  requireDecay('beta1Power', beta1Power);
  requireDecay('beta2Power', beta2Power);
}

function requireDecay(name: string, value: number): void {
  if (!(value >= 0 && value < 1)) throw new RangeError(`${name} is ${value}: expected a number in [0, 1)`);
}
