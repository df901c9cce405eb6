import { AdamOptimizer, tensor1d, type Variable, variable } from '@tensorflow/tfjs-core';
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

export interface Adam {
  /**
   * One step, in place. The gradient is left as it is. A learning rate given here holds for this step alone.
   * Throws a RangeError when the gradient is not finite or the number of weights has changed.
   */
  step(weights: Float32Array, gradient: Float32Array, learningRate?: number): void;
  /** Releases the tensors; the optimiser cannot be used afterwards. */
  dispose(): void;
}

const EPSILON = 1e-7;

/** TensorFlow.js keeps the rate where only a subclass may change it. */
class ScheduledAdam extends AdamOptimizer {
  setLearningRate(learningRate: number): void {
    this.learningRate = learningRate;
  }
}

/**
 * Adam (Kingma and Ba, 2015) by TensorFlow.js's optimiser, over one flat vector of weights, with the gradient clipped by
 * its norm before (Pascanu, Mikolov and Bengio, 2013). Call `dispose` when done.
 *
 * @example
 * const adam = createAdam({ learningRate: 0.01, clipNorm: 1 });
 * adam.step(weights, gradient);
 * adam.dispose();
 */
export function createAdam({ learningRate, clipNorm, beta1 = 0.9, beta2 = 0.999 }: AdamOptions): Adam {
  requirePositive('learningRate', learningRate);
  if (clipNorm !== undefined) requirePositive('clipNorm', clipNorm);
  requireDecay('beta1', beta1);
  requireDecay('beta2', beta2);
  const optimiser = onTensorFlow(() => new ScheduledAdam(learningRate, beta1, beta2, EPSILON));
  let held: Variable | undefined;
  let isDisposed = false;

  function step(weights: Float32Array, gradient: Float32Array, rate = learningRate): void {
    if (isDisposed) throw new RangeError('the optimiser is disposed of');
    const size = held?.size ?? weights.length;
    if (weights.length !== size || gradient.length !== size) {
      throw new RangeError(
        `weights and gradient have lengths ${weights.length} and ${gradient.length}: expected ${size} for both`,
      );
    }
    const clipped = clip(gradient, clipNorm);
    optimiser.setLearningRate(rate);
    onTensorFlow(() => {
      const before = tensor1d(weights.slice());
      if (held === undefined) held = variable(before);
      else held.assign(before);
      const slope = tensor1d(clipped);
      optimiser.applyGradients([{ name: held.name, tensor: slope }]);
      weights.set(held.dataSync<'float32'>());
      before.dispose();
      slope.dispose();
    });
  }

  function dispose(): void {
    if (isDisposed) return;
    isDisposed = true;
    onTensorFlow(() => {
      optimiser.dispose();
      held?.dispose();
    });
  }

  return { step, dispose };
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

function requireDecay(name: string, value: number): void {
  if (!(value >= 0 && value < 1)) throw new RangeError(`${name} is ${value}: expected a number in [0, 1)`);
}
