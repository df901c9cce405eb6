import { shuffledRows } from '../../../src/engine/training/minibatches.ts';
import type { TrainingOptions } from '../../../src/engine/training/train.ts';
import { initialSmallWeights, sinePoints, squaredError } from './small-network.ts';

const points = sinePoints(60, 1);
export const unseen = sinePoints(60, 2);

/** A training of 30 steps with minibatches and validation. */
export function smallTraining(change: Partial<TrainingOptions> = {}): TrainingOptions {
  const rowsOf = shuffledRows({ from: 0, to: 60, batch: 16, seed: 3, stream: ['rows'] });
  return {
    weights: initialSmallWeights(4),
    steps: 30,
    lossAndGradient: (weights, step) => squaredError(weights, points, rowsOf(step)),
    validate: (weights) => squaredError(weights, unseen).loss,
    validateEvery: 4,
    learningRate: { from: 0.1, to: 0.01, warmupSteps: 5 },
    clipNorm: 0.5,
    label: 'sine',
    ...change,
  };
}
