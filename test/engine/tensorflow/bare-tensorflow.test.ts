import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { useFastestTensorFlow } from '../../../src/engine/tensorflow/fastest-tensorflow.ts';
import type { LayersModel } from '../../../src/engine/tensorflow/layers-model/layers-model.ts';
import { createLayersModelObjective } from '../../../src/engine/tensorflow/layers-model/layers-model-objective.ts';
import { predictRows } from '../../../src/engine/tensorflow/layers-model/predict.ts';

const missing = async (name: string) => {
  throw Object.assign(new Error(`Cannot find package '${name}' imported from here`), { code: 'ERR_MODULE_NOT_FOUND' });
};

it('says what to install when TensorFlow.js has no gradients, and predicts without', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  expect(await useFastestTensorFlow({ importPackage: missing })).toEqual({ backend: 'cpu', package: undefined });
  const slope = tf.variable(tf.tensor2d([[2]]));
  const model: LayersModel = {
    inputs: [{ shape: [null, 1] }],
    outputs: [{ shape: [null, 1] }],
    trainableWeights: [{ name: 'slope', shape: [1, 1], read: () => slope }],
    apply: (inputs) => tf.matMul(inputs as tf.Tensor2D, slope as unknown as tf.Tensor2D),
  };
  expect(predictRows(model, Float32Array.of(1, 3), 2)).toEqual(Float32Array.of(2, 6));
  const objective = createLayersModelObjective(model, {
    kind: 'policy',
    steps: 1,
    signals: 1,
    instruments: 1,
    readsHoldings: false,
    head: 'holding',
    proportionalCost: [0],
    quadraticCost: [0],
    unwinds: false,
    loss: { kind: 'mean-square' },
  });
  const batch = { paths: 1, signals: Float32Array.of(1), prices: Float32Array.of(1, 2), unhedged: Float32Array.of(0) };
  expect(objective.loss(Float32Array.of(2), batch)).toBe(4);
  const before = tf.memory().numTensors;
  expect(() => objective.lossAndGradient(Float32Array.of(2), batch)).toThrow(
    /install and import '@tensorflow\/tfjs' or '@tensorflow\/tfjs-node' before training/,
  );
  expect(tf.memory().numTensors).toBe(before);
  expect(warn).not.toHaveBeenCalled();
});
