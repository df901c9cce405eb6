import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { shuffledRows } from '../../../src/engine/training/minibatches.ts';
import {
  type AsyncTrainingOptions,
  type TrainingOptions,
  trainNetwork,
  trainNetworkAsync,
} from '../../../src/engine/training/train.ts';
import { initialSmallWeights, sinePoints, squaredError } from './small-network.ts';

const points = sinePoints(100, 1);
const unseen = sinePoints(100, 2);
const rowsOf = shuffledRows({ from: 0, to: 100, batch: 16, seed: 3, stream: ['rows'] });

const options: TrainingOptions = {
  weights: initialSmallWeights(4),
  steps: 80,
  lossAndGradient: (weights, step) => squaredError(weights, points, rowsOf(step)),
  validate: (weights) => squaredError(weights, unseen).loss,
  validateEvery: 5,
  patience: 4,
  learningRate: { kind: 'exponential', from: 0.1, to: 0.02 },
  clipNorm: 1,
  label: 'sine',
};

const later = <T>(value: T) => new Promise<T>((resolve) => setTimeout(resolve, 0, value));
const failLater = () => later(0).then(() => Promise.reject(new Error('worker died')));

const slow: AsyncTrainingOptions = {
  ...options,
  lossAndGradient: (weights, step) => later(weights).then((same) => options.lossAndGradient(same, step)),
  validate: (weights) => later(squaredError(weights, unseen).loss),
};

describe('trainNetworkAsync', () => {
  it('gives the bits of trainNetwork, for promises and plain answers', async () => {
    const expected = trainNetwork(options);
    expect(expected.steps).toBeGreaterThan(20);
    expect(await trainNetworkAsync(options)).toEqual(expected);
    expect(await trainNetworkAsync(slow)).toEqual(expected);
  });

  it('trains two at a time to the same bits', async () => {
    const other = { ...slow, weights: initialSmallWeights(5) };
    const together = await Promise.all([trainNetworkAsync(slow), trainNetworkAsync(other)]);
    expect(together[0]).toEqual(trainNetwork(options));
    expect(together[1]).toEqual(trainNetwork({ ...options, weights: other.weights }));
  });

  it('lets timers and signals of the process abort it while every answer is plain', async () => {
    const stop = new AbortController();
    const reason = new Error('SIGUSR2');
    process.once('SIGUSR2', () => stop.abort(reason));
    let steps = 0;
    const training = trainNetworkAsync({
      ...options,
      steps: 1_000_000,
      patience: undefined,
      validate: undefined,
      signal: stop.signal,
      lossAndGradient: (weights, step) => {
        if (step === 10) process.kill(process.pid, 'SIGUSR2');
        steps = step;
        return squaredError(weights, points, rowsOf(step));
      },
    });
    await expect(training).rejects.toBe(reason);
    expect(steps).toBeLessThan(999_999);
  });

  it('waits for the checkpoint to be saved before it goes on, and before it throws', async () => {
    const stop = new AbortController();
    const order: string[] = [];
    const training = trainNetworkAsync({
      ...slow,
      signal: stop.signal,
      lossAndGradient: (weights, step) => {
        order.push(`step ${step}`);
        if (step === 4) stop.abort(new Error('stop'));
        return slow.lossAndGradient(weights, step);
      },
      checkpoint: {
        every: 3,
        save: async ({ step }) => {
          order.push(`saving ${step}`);
          await later(0);
          order.push(`saved ${step}`);
        },
      },
    });
    await expect(training).rejects.toThrow('stop');
    expect(order).toEqual([
      'step 0',
      'step 1',
      'step 2',
      'saving 3',
      'saved 3',
      'step 3',
      'step 4',
      'saving 5',
      'saved 5',
    ]);
  });

  it('leaves no tensors behind, however it ends', async () => {
    const before = memory();
    await trainNetworkAsync(slow);
    const ends: Partial<AsyncTrainingOptions>[] = [
      { lossAndGradient: failLater },
      { lossAndGradient: (weights, step) => (step < 3 ? squaredError(weights, points) : failLater()) },
      { validate: failLater },
      { checkpoint: { save: failLater, every: 2 } },
    ];
    for (const end of ends) {
      await expect(trainNetworkAsync({ ...slow, ...end })).rejects.toThrow('worker died');
    }
    await expect(trainNetworkAsync({ ...slow, steps: 0 })).rejects.toThrow('steps is 0');
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numDataBuffers).toBe(before.numDataBuffers);
  });
});
