import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { shuffledRows } from '../../../src/engine/training/minibatches.ts';
import { type TrainingOptions, trainNetwork } from '../../../src/engine/training/train.ts';
import { base, bowl } from './bowl.ts';
import { initialSmallWeights, sinePoints, squaredError } from './small-network.ts';

function fail(): never {
  throw new Error('failed');
}

describe('trainNetwork', () => {
  it('finds a minimum and leaves the first weights as they were', () => {
    const result = trainNetwork(base);
    expect(result.weights[0]).toBeCloseTo(1, 3);
    expect(result.weights[1]).toBeCloseTo(-2, 3);
    expect([...base.weights]).toEqual([0, 0]);
    expect(result.steps).toBe(300);
    expect(result.losses).toHaveLength(300);
    expect(result.losses[0]).toBe(5);
    expect(result.bestValidation).toBeNaN();
  });

  it('teaches a network a sine, the same bits each time', () => {
    const points = sinePoints(256, 2);
    const rowsOf = shuffledRows({ from: 0, to: 256, batch: 32, seed: 2, stream: ['sine'] });
    const train = () =>
      trainNetwork({
        ...base,
        weights: initialSmallWeights(2),
        steps: 1000,
        lossAndGradient: (weights, step) => squaredError(weights, points, rowsOf(step)),
        learningRate: { from: 0.03, to: 0.0003, warmupSteps: 10 },
        clipNorm: 1,
      });
    const result = train();
    // The noise has variance 0.01.
    expect(result.losses.slice(-50).reduce((sum, loss) => sum + loss / 50, 0)).toBeLessThan(0.012);
    expect(train()).toEqual(result);
  });

  it('tells the rate of every step and every validation', () => {
    const asked: number[] = [];
    const validate = (weights: Float32Array) => {
      asked.push(weights[0] === 0 ? Number.NaN : weights[0]);
      return asked[asked.length - 1];
    };
    const learningRate = { kind: 'exponential', from: 0.1, to: 0.001 } as const;
    const result = trainNetwork({ ...base, steps: 10, learningRate, validate, validateEvery: 4 });
    // Before the first step, after 4, 8 and the last; what is not finite counts as the worst.
    expect([...result.validations]).toEqual([Number.POSITIVE_INFINITY, ...asked.slice(1)]);
    expect(asked).toHaveLength(4);
    expect(result.bestValidation).toBe(Math.min(...result.validations));
    expect(result.learningRates).toHaveLength(10);
    expect(result.learningRates[5]).toBeCloseTo(0.01, 12);
    const without = trainNetwork({ ...base, steps: 3 });
    expect(without.validations).toHaveLength(0);
  });

  it('ends where it is told that it is enough, with the best weights so far', () => {
    let calls = 0;
    const states: number[] = [];
    const result = trainNetwork({
      ...base,
      steps: 50,
      validate: ([first]) => Math.abs(first - 1),
      validateEvery: 2,
      isEnough: () => ++calls === 5,
      checkpoint: { save: ({ step }) => states.push(step), every: 100 },
    });
    expect([result.steps, result.losses.length, result.validations.length]).toEqual([5, 5, 3]);
    expect(Math.abs(result.weights[0] - 1)).toBe(result.bestValidation);
    expect(states).toEqual([5]);
  });

  it('lowers the rate along a cosine', () => {
    const moves: number[] = [];
    let last = 0;
    trainNetwork({
      ...base,
      weights: Float32Array.of(0),
      steps: 4,
      learningRate: { from: 1, to: 0.2 },
      lossAndGradient: (weights) => {
        moves.push(last - weights[0]);
        last = weights[0];
        return { loss: 0, gradient: Float32Array.of(1) };
      },
    });
    // With a gradient that stays 1 each step of Adam moves by the learning rate.
    expect(moves[1]).toBeCloseTo(1, 4);
    expect(moves[2]).toBeCloseTo(0.2 + 0.4 * (1 + Math.SQRT1_2), 4);
    expect(moves[3]).toBeCloseTo(0.6, 4);
  });

  it('keeps the best validated weights and stops when its patience is over', () => {
    const validated: number[] = [];
    const result = trainNetwork({
      ...base,
      lossAndGradient: bowl([10, 10]),
      validate: (weights) => {
        validated.push(weights[0]);
        return Math.abs(weights[0] - 1);
      },
      validateEvery: 2,
      patience: 5,
    });
    expect(result.steps).toBeLessThan(60);
    expect(result.losses).toHaveLength(result.steps);
    const best = Math.min(...validated.map((w) => Math.abs(w - 1)));
    expect(result.bestValidation).toBe(best);
    expect(Math.abs(result.weights[0] - 1)).toBe(best);
    expect(validated.length - 1 - validated.findIndex((w) => Math.abs(w - 1) === best)).toBe(5);
  });

  it('keeps the first weights when no step is better', () => {
    const result = trainNetwork({ ...base, steps: 7, validate: (weights) => Math.abs(weights[0]) });
    expect([...result.weights]).toEqual([0, 0]);
    expect(result.bestValidation).toBe(0);
  });

  it('can be stopped at any step', () => {
    for (const at of [0, 1, 59]) {
      const stop = new AbortController();
      const reason = new Error('enough');
      const asked: number[] = [];
      const stopped = () =>
        trainNetwork({
          ...base,
          signal: stop.signal,
          lossAndGradient: (weights, step) => {
            asked.push(step);
            if (step === at) stop.abort(reason);
            return bowl([1, -2])(weights);
          },
        });
      expect(stopped).toThrow(reason);
      expect(asked).toHaveLength(at + 1);
      asked.length = 0;
      expect(stopped).toThrow(reason);
      expect(asked).toEqual([]);
    }
  });

  it('leaves no tensors behind, however it ends', () => {
    const before = memory();
    trainNetwork(base);
    const ends: Partial<TrainingOptions>[] = [
      { lossAndGradient: () => ({ loss: Number.NaN, gradient: new Float32Array(2) }) },
      { lossAndGradient: (weights, step) => (step < 3 ? bowl([1, 2])(weights) : fail()) },
      { lossAndGradient: () => ({ loss: 1, gradient: new Float32Array(3) }) },
      { validate: fail },
      { onProgress: fail },
      { checkpoint: { save: fail, every: 2 } },
      { signal: AbortSignal.abort() },
    ];
    for (const end of ends) expect(() => trainNetwork({ ...base, ...end })).toThrow();
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numDataBuffers).toBe(before.numDataBuffers);
  });

  it('hears of no rejection of a promise that it refuses', async () => {
    const unhandled: unknown[] = [];
    const listen = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', listen);
    const failing = (async () => fail()) as never;
    expect(() => trainNetwork({ ...base, lossAndGradient: failing })).toThrow('expected trainNetworkAsync');
    expect(() => trainNetwork({ ...base, validate: failing })).toThrow('expected trainNetworkAsync');
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
  });

  it('takes a number for the rate of every step', () => {
    const learningRate = { kind: 'constant', rate: 0.05 } as const;
    expect(trainNetwork({ ...base, learningRate: 0.05 })).toEqual(trainNetwork({ ...base, learningRate }));
  });

  it.each<[string, Partial<TrainingOptions>, string]>([
    ['no steps', { steps: 0 }, 'steps is 0'],
    ['a fraction', { validateEvery: 1.5 }, 'validateEvery is 1.5'],
    ['no patience', { patience: 0 }, 'patience is 0'],
    ['a fraction of reports', { progressEvery: 0.5 }, 'progressEvery is 0.5'],
    ['no checkpoints', { checkpoint: { save: () => {}, every: 0 } }, 'checkpoint.every is 0'],
    ['a limit of 0', { clipNorm: 0 }, 'clipNorm is 0'],
    [
      'a promise',
      { lossAndGradient: (async (weights: Float32Array) => bowl([1, 1])(weights)) as never },
      'expected trainNetworkAsync',
    ],
    ['a rate of 0', { learningRate: { from: 0, to: 1 } }, 'learningRate.from is 0'],
    ['a last rate of 0', { learningRate: { from: 1, to: 0 } }, 'learningRate.to is 0'],
    [
      'a loss that is not finite',
      { lossAndGradient: () => ({ loss: Number.NaN, gradient: new Float32Array(2) }) },
      'bowl: the loss is NaN at step 0',
    ],
    [
      'a gradient that is not finite',
      { lossAndGradient: () => ({ loss: 1, gradient: Float32Array.of(0, Number.POSITIVE_INFINITY) }) },
      'bowl: the gradient is not finite at step 0',
    ],
    ['validations that are not finite', { validate: () => Number.NaN }, 'bowl: no validation loss was finite'],
  ])('refuses %s', (_, options, message) => {
    expect(() => trainNetwork({ ...base, ...options })).toThrow(message);
  });
});
