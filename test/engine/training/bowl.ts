import type { TrainingOptions } from '../../../src/engine/training/train.ts';

/** Σ (w − target)², the gradient with it. */
export function bowl(target: readonly number[]) {
  return (weights: Float32Array) => {
    const gradient = weights.map((w, k) => 2 * (w - target[k]));
    return { loss: weights.reduce((sum, w, k) => sum + (w - target[k]) ** 2, 0), gradient };
  };
}

/** A training that goes to (1, −2). */
export const base: TrainingOptions = {
  weights: Float32Array.of(0, 0),
  steps: 300,
  lossAndGradient: bowl([1, -2]),
  learningRate: { from: 0.1, to: 0.001 },
  label: 'bowl',
};
