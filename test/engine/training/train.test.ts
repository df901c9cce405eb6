import { describe, expect, it } from 'vitest';
import { createDenseKernel, initialDenseWeights } from '../../../src/engine/dense-kernel.ts';
import { type TrainingOptions, trainNetwork } from '../../../src/engine/training/train.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import type { Progress } from '../../../src/support/long-call.ts';

/** Σ (w − target)², the gradient with it. */
function bowl(target: readonly number[]) {
  return (weights: Float32Array) => {
    const gradient = weights.map((w, k) => 2 * (w - target[k]));
    return { loss: weights.reduce((sum, w, k) => sum + (w - target[k]) ** 2, 0), gradient };
  };
}

const base: TrainingOptions = {
  weights: Float32Array.of(0, 0),
  steps: 300,
  lossAndGradient: bowl([1, -2]),
  learningRate: { from: 0.1, to: 0.001 },
  label: 'bowl',
};

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

  it('teaches a dense network a sine, the same bits each time', () => {
    const shape = { kind: 'dense', inputs: 1, hidden: [16], outputs: 1, activation: 'tanh' } as const;
    const train = () => {
      const kernel = createDenseKernel(shape);
      const stream = createRandomStream(2, 'batches');
      const lossAndGradient = (weights: Float32Array) => {
        const x = Float32Array.from({ length: 64 }, () => 6 * stream.uniform() - 3);
        const y = kernel.forward(weights, x, 64);
        const error = y.map((value, k) => value - Math.sin(x[k]));
        const loss = error.reduce((sum, e) => sum + (e * e) / 64, 0);
        return { loss, gradient: kernel.backward(error.map((e) => (2 * e) / 64)) };
      };
      return trainNetwork({
        ...base,
        weights: initialDenseWeights(shape, createRandomStream(2, 'weights')),
        steps: 1000,
        lossAndGradient,
        learningRate: { from: 0.03, to: 0.0003 },
        clipNorm: 1,
      });
    };
    const result = train();
    expect(result.losses.slice(-50).reduce((sum, loss) => sum + loss / 50, 0)).toBeLessThan(2e-3);
    expect(train()).toEqual(result);
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

  it('reports progress and can be stopped', () => {
    const seen: Progress[] = [];
    trainNetwork({ ...base, steps: 120, onProgress: (progress) => seen.push(progress) });
    expect(seen).toMatchObject([50, 100, 120].map((done) => ({ label: 'bowl', done, total: 120 })));
    const stop = new AbortController();
    const reason = new Error('enough');
    const stopped = () => trainNetwork({ ...base, signal: stop.signal, onProgress: () => stop.abort(reason) });
    expect(stopped).toThrow(reason);
  });

  it.each<[string, Partial<TrainingOptions>, string]>([
    ['no steps', { steps: 0 }, 'steps is 0'],
    ['a fraction', { validateEvery: 1.5 }, 'validateEvery is 1.5'],
    ['no patience', { patience: 0 }, 'patience is 0'],
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
