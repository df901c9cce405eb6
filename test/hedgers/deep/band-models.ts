import * as tf from '@tensorflow/tfjs';
import { kerasWeights, sizeOf, toKeras } from '../../../src/engine/tensorflow/model-files/keras-weights.ts';
import { deepNetworkShape } from '../../../src/hedgers/deep/policy-form.ts';

/** A user's network of the architecture of a deep hedger. */
export function siluModel(hidden: readonly number[], seed = 1): tf.LayersModel {
  const kernelInitializer = tf.initializers.glorotNormal({ seed });
  const biasInitializer = tf.initializers.randomNormal({ stddev: 0.3, seed });
  const model = tf.sequential();
  for (const [k, units] of [...hidden, 2].entries()) {
    const activation = k < hidden.length ? 'swish' : 'linear';
    const inputs = k === 0 ? { inputShape: [5] } : {};
    model.add(tf.layers.dense({ units, activation, kernelInitializer, biasInitializer, ...inputs }));
  }
  return model;
}

/** Flat weights of a deep hedger in the order of `siluModel`'s. */
export function modelOrder(hidden: readonly number[], flat: Float32Array): Float32Array {
  const ordered = new Float32Array(flat.length);
  let next = 0;
  for (const weight of kerasWeights(deepNetworkShape({ hidden: hidden }))) {
    const size = sizeOf(weight.shape);
    toKeras(weight, flat, ordered.subarray(next, next + size));
    next += size;
  }
  return ordered;
}
