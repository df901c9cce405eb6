import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BACKEND_NAME, onTensorFlow } from '../../../src/engine/tensorflow/optimiser-backend.ts';

const operations: Readonly<Record<string, (a: tf.TensorLike, b: tf.TensorLike) => tf.Tensor>> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
};
const operands: Readonly<Record<string, readonly [tf.TensorLike, tf.TensorLike]>> = {
  vectors: [
    [1, -2, 0.1],
    [3, 0.7, -0.3],
  ],
  'a vector and a number': [[1, -2, 0.1], 0.3],
  'a number and a vector': [0.3, [1, -2, 0.1]],
  numbers: [0.1, 0.2],
  'vectors of which one is broadcast': [[1, 2, 3], [0.7]],
  matrices: [
    [
      [1, 2],
      [3, 4],
    ],
    [0.1, 0.2],
  ],
  'empty vectors': [[], []],
};

describe('onTensorFlow', () => {
  it('takes over where no backend was chosen, and gives back the one that was', () => {
    expect(tf.getBackend()).toBeFalsy();
    expect(onTensorFlow(() => tf.getBackend())).toBe(BACKEND_NAME);
    expect(tf.getBackend()).toBe(BACKEND_NAME);
    void tf.setBackend('cpu');
    expect(onTensorFlow(() => tf.getBackend())).toBe(BACKEND_NAME);
    expect(tf.getBackend()).toBe('cpu');
    const fail = () =>
      onTensorFlow(() => {
        throw new Error('inside');
      });
    expect(fail).toThrow('inside');
    expect(tf.getBackend()).toBe('cpu');
  });
});

describe('arithmetic', () => {
  beforeAll(() => {
    tf.env().set('PROD', true);
    void tf.setBackend('cpu');
  });
  afterAll(() => {
    tf.env().set('PROD', false);
  });

  it.each(Object.keys(operations).flatMap((name) => Object.keys(operands).map((kind) => [name, kind] as const)))(
    '%s of %s gives the bits and shape of the CPU backend',
    (name, kind) => {
      const compute = () =>
        tf.tidy(() => {
          const result = operations[name](...operands[kind]);
          return { shape: result.shape, dtype: result.dtype, values: Array.from(result.dataSync()) };
        });
      expect(onTensorFlow(compute)).toEqual(compute());
    },
  );

  it('leaves whole numbers to the CPU backend', () => {
    const compute = () => tf.tidy(() => tf.add(tf.tensor1d([1, 2], 'int32'), tf.tensor1d([3, 4], 'int32')).dtype);
    expect(onTensorFlow(compute)).toBe('int32');
  });
});
