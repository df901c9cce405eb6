import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createAdam } from '../../../src/engine/training/adam.ts';
import { createRandomStream } from '../../../src/math/random.ts';

const stream = createRandomStream(5, 'adam');
const draw = (size: number) => Float32Array.from({ length: size }, () => stream.normal());

/** Adam's formulas in float64 (Kingma and Ba, 2015, algorithm 1; the epsilon added to the root). */
function adamFloat64(weights: Float32Array, gradients: readonly Float32Array[], rate: (step: number) => number) {
  const w = Float64Array.from(weights);
  const m = new Float64Array(w.length);
  const v = new Float64Array(w.length);
  for (const [t, g] of gradients.entries()) {
    for (let k = 0; k < w.length; ++k) {
      m[k] = 0.9 * m[k] + 0.1 * g[k];
      v[k] = 0.999 * v[k] + 0.001 * g[k] ** 2;
      const mean = m[k] / (1 - 0.9 ** (t + 1));
      const square = v[k] / (1 - 0.999 ** (t + 1));
      w[k] -= (rate(t) * mean) / (Math.sqrt(square) + 1e-7);
    }
  }
  return w;
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a, (x, k) => Math.abs(x - b[k])).reduce((worst, x) => Math.max(worst, x), 0);
}

describe('createAdam', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('prints nothing, at its first step or later', () => {
    const out = vi.spyOn(process.stdout, 'write');
    const err = vi.spyOn(process.stderr, 'write');
    const printed = (['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name));
    const adam = createAdam({ learningRate: 0.1 });
    adam.step(draw(4), draw(4));
    adam.dispose();
    for (const spy of [out, err, ...printed]) expect(spy).not.toHaveBeenCalled();
  });

  it('follows the published formulas, with a learning rate for each step', () => {
    const weights = draw(50);
    const gradients = Array.from({ length: 20 }, () => draw(50));
    const rate = (step: number) => 0.1 / (1 + step);
    const expected = adamFloat64(weights, gradients, rate);
    const adam = createAdam({ learningRate: 7 });
    for (const [t, gradient] of gradients.entries()) adam.step(weights, gradient, rate(t));
    adam.dispose();
    expect(largestDifference(weights, expected)).toBeLessThan(1e-5);
  });

  it("gives the same bits as TensorFlow.js's Adam on its own backend", () => {
    const weights = draw(300);
    const gradients = Array.from({ length: 5 }, () => draw(300));
    tf.env().set('PROD', true);
    void tf.setBackend('cpu');
    const optimiser = tf.train.adam(0.01, 0.9, 0.999, 1e-7);
    const reference = tf.variable(tf.tensor1d(weights.slice()));
    const adam = createAdam({ learningRate: 0.01 });
    for (const gradient of gradients) {
      optimiser.applyGradients([{ name: reference.name, tensor: tf.tensor1d(gradient.slice()) }]);
      adam.step(weights, gradient);
      expect(tf.getBackend()).toBe('cpu');
    }
    expect(weights).toEqual(reference.dataSync());
    adam.dispose();
    tf.disposeVariables();
  });

  it('clips by the norm and leaves the gradient as it is', () => {
    const gradient = Float32Array.of(3, 4);
    const clipped = [Float32Array.of(0.6, 0.8), Float32Array.of(0.03, 0.04)];
    const weights = Float32Array.of(1, 2);
    const expected = weights.slice();
    const adam = createAdam({ learningRate: 0.1, clipNorm: 1 });
    const plain = createAdam({ learningRate: 0.1 });
    adam.step(weights, gradient);
    adam.step(weights, clipped[1]);
    plain.step(expected, clipped[0]);
    plain.step(expected, clipped[1]);
    expect([...gradient]).toEqual([3, 4]);
    expect(largestDifference(weights, expected)).toBeLessThan(1e-6);
    adam.dispose();
    plain.dispose();
  });

  it('goes on from its state to the same bits, at any step', () => {
    const gradients = Array.from({ length: 60 }, () => draw(20));
    const options = { learningRate: 0.05, clipNorm: 4 };
    const expected = draw(20);
    const weights = expected.slice();
    const adam = createAdam(options);
    let powersDiffer = false;
    for (const [t, gradient] of gradients.entries()) {
      const saved = adam.state();
      adam.step(expected, gradient);
      const resumed = createAdam(options, saved);
      resumed.step(weights, gradient);
      expect(weights).toEqual(expected);
      expect(resumed.state()).toEqual(adam.state());
      resumed.dispose();
      // Otherwise this test could not tell powers from products.
      if (saved.beta2Power !== Math.fround(0.999 ** (t + 1))) powersDiffer = true;
    }
    expect(powersDiffer).toBe(true);
    adam.dispose();
  });

  it('gives and takes copies of its state', () => {
    const adam = createAdam({ learningRate: 0.1 });
    const weights = draw(4);
    adam.step(weights, draw(4));
    const state = adam.state();
    const kept = structuredClone(state);
    adam.step(weights, draw(4));
    expect(state).toEqual(kept);
    const resumed = createAdam({ learningRate: 0.1 }, state);
    resumed.step(weights, draw(4));
    expect(state).toEqual(kept);
    state.firstMoment.fill(0);
    expect(resumed.state().firstMoment.some((moment) => moment !== 0)).toBe(true);
    adam.dispose();
    resumed.dispose();
  });

  it('leaves no tensors behind', () => {
    const before = tf.memory().numTensors;
    const adam = createAdam({ learningRate: 0.1 });
    const weights = draw(10);
    for (let k = 0; k < 5; ++k) adam.step(weights, draw(10));
    adam.dispose();
    adam.dispose();
    createAdam({ learningRate: 0.1 }).dispose();
    const state = { firstMoment: draw(10), secondMoment: draw(10), beta1Power: 0.5, beta2Power: 0.9 };
    const resumed = createAdam({ learningRate: 0.1 }, state);
    resumed.step(weights, draw(10));
    resumed.dispose();
    expect(() => createAdam({ learningRate: 0.1 }, { ...state, beta1Power: 2 })).toThrow('beta1Power is 2');
    expect(() => createAdam({ learningRate: 0.1 }, { ...state, secondMoment: draw(9) })).toThrow('lengths 10 and 9');
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    [{ learningRate: 0 }, 'learningRate is 0'],
    [{ learningRate: Number.NaN }, 'learningRate is NaN'],
    [{ learningRate: 1, clipNorm: -1 }, 'clipNorm is -1'],
    [{ learningRate: 1, beta1: 1 }, 'beta1 is 1'],
    [{ learningRate: 1, beta2: -0.1 }, 'beta2 is -0.1'],
  ])('refuses %j', (options, message) => {
    expect(() => createAdam(options)).toThrow(message);
  });

  it('refuses arrays that do not fit and gradients that are not finite', () => {
    const adam = createAdam({ learningRate: 0.1 });
    expect(() => adam.step(draw(3), draw(2))).toThrow('lengths 3 and 2: expected 3');
    adam.step(draw(3), draw(3));
    expect(() => adam.step(draw(4), draw(4))).toThrow('expected 3');
    expect(() => adam.step(draw(3), Float32Array.of(1, Number.NaN, 0))).toThrow('not finite');
    adam.dispose();
    expect(() => adam.step(draw(3), draw(3))).toThrow('disposed');
    expect(() => adam.state()).toThrow('disposed');
    const state = { firstMoment: draw(3), secondMoment: draw(3), beta1Power: 0.5, beta2Power: 0.9 };
    const resumed = createAdam({ learningRate: 0.1 }, state);
    expect(() => resumed.step(draw(4), draw(4))).toThrow('expected 3');
    resumed.dispose();
  });
});
