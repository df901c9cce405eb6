import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { denseLayers } from '../../src/engine/dense-weights.ts';
import { lstmLayout } from '../../src/engine/lstm-weights.ts';
import type { DenseShape, LstmShape } from '../../src/engine/network.ts';
import './register-gradients.ts';

// Without this TensorFlow.js prints an advertisement.
tf.env().set('PROD', true);

/** The same network as the kernels compute, as a plain TensorFlow.js graph over the flat weights: `[outputs][rows]`. */
export function denseGraph(shape: DenseShape, weights: tf.Tensor1D, inputs: Float32Array, rows: number): tf.Tensor2D {
  const activations = { silu: (z: tf.Tensor2D) => tf.mul(z, tf.sigmoid(z)), relu: tf.relu, tanh: tf.tanh };
  const layers = denseLayers(shape);
  let x = tf.tensor2d(inputs.slice(), [shape.inputs, rows]);
  for (const [l, layer] of layers.entries()) {
    const z = affine(weights, layer.weights, layer.bias, layer.outputs, x);
    x = l < layers.length - 1 ? (activations[shape.activation](z) as tf.Tensor2D) : z;
  }
  return x;
}

/** The LSTM likewise. */
export function lstmGraph(shape: LstmShape, weights: tf.Tensor1D, inputs: Float32Array, rows: number): tf.Tensor2D {
  const { inputs: wide, units, window, outputs } = shape;
  const layout = lstmLayout(shape);
  let hidden = tf.zeros([units, rows]) as tf.Tensor2D;
  let cell = hidden;
  for (let t = 0; t < window; ++t) {
    const x = tf.tensor2d(inputs.slice(t * wide * rows, (t + 1) * wide * rows), [wide, rows]);
    const z = affine(weights, layout.gates, layout.gatesBias, 4 * units, tf.concat([x, hidden], 0) as tf.Tensor2D);
    const [i, f, g, o] = tf.split(z, 4, 0);
    cell = tf.add(tf.mul(tf.sigmoid(f), cell), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    hidden = tf.mul(tf.sigmoid(o), tf.tanh(cell));
  }
  return affine(weights, layout.head, layout.headBias, outputs, hidden);
}

function affine(weights: tf.Tensor1D, at: number, bias: number, outputs: number, x: tf.Tensor2D): tf.Tensor2D {
  const matrix = tf.reshape(tf.slice(weights, at, outputs * x.shape[0]), [outputs, x.shape[0]]);
  return tf.add(tf.matMul(matrix, x), tf.reshape(tf.slice(weights, bias, outputs), [outputs, 1])) as tf.Tensor2D;
}

/** Outputs of a graph and the gradient of Σ outputs · outputGradient, by TensorFlow.js. */
export function graphGradient(
  graph: (weights: tf.Tensor1D) => tf.Tensor2D,
  weights: Float32Array,
  outputGradient: Float32Array,
): { outputs: Float32Array; gradient: Float32Array } {
  return tf.tidy(() => {
    const outputs = graph(tf.tensor1d(weights.slice()));
    const loss = (w: tf.Tensor1D) => {
      const y = graph(w);
      return tf.sum(tf.mul(y, tf.tensor2d(outputGradient.slice(), y.shape))) as tf.Scalar;
    };
    const gradient = tf.grad(loss as (w: tf.Tensor) => tf.Tensor)(tf.tensor1d(weights.slice()));
    return {
      outputs: outputs.dataSync<'float32'>().slice(),
      gradient: gradient.dataSync<'float32'>().slice(),
    };
  });
}

/** The dense network in float64, for central differences. */
export function denseFloat64(shape: DenseShape, weights: Float64Array, inputs: Float32Array, rows: number) {
  const activation = {
    silu: (z: number) => z / (1 + Math.exp(-z)),
    relu: (z: number) => Math.max(z, 0),
    tanh: Math.tanh,
  };
  const layers = denseLayers(shape);
  let x = Float64Array.from(inputs);
  for (const [l, layer] of layers.entries()) {
    const z = affineFloat64(weights, layer.weights, layer.bias, layer.inputs, layer.outputs, x, rows);
    x = l < layers.length - 1 ? z.map(activation[shape.activation]) : z;
  }
  return x;
}

/** The LSTM in float64. */
export function lstmFloat64(shape: LstmShape, weights: Float64Array, inputs: Float32Array, rows: number) {
  const { inputs: wide, units, window, outputs } = shape;
  const layout = lstmLayout(shape);
  const count = units * rows;
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const hidden = new Float64Array(count);
  const cell = new Float64Array(count);
  for (let t = 0; t < window; ++t) {
    const joint = Float64Array.from([...inputs.slice(t * wide * rows, (t + 1) * wide * rows), ...hidden]);
    const z = affineFloat64(weights, layout.gates, layout.gatesBias, wide + units, 4 * units, joint, rows);
    for (let k = 0; k < count; ++k) {
      cell[k] = sigmoid(z[count + k]) * cell[k] + sigmoid(z[k]) * Math.tanh(z[2 * count + k]);
      hidden[k] = sigmoid(z[3 * count + k]) * Math.tanh(cell[k]);
    }
  }
  return affineFloat64(weights, layout.head, layout.headBias, units, outputs, hidden, rows);
}

function affineFloat64(
  weights: Float64Array,
  at: number,
  bias: number,
  inputs: number,
  outputs: number,
  x: Float64Array,
  rows: number,
) {
  const y = new Float64Array(outputs * rows);
  for (let o = 0; o < outputs; ++o) {
    for (let r = 0; r < rows; ++r) {
      let sum = weights[bias + o];
      for (let i = 0; i < inputs; ++i) sum += weights[at + o * inputs + i] * x[i * rows + r];
      y[o * rows + r] = sum;
    }
  }
  return y;
}

/** Gradient of Σ outputs · outputGradient by central differences. */
export function centralDifferences(
  outputs: (weights: Float64Array) => Float64Array,
  weights: Float32Array,
  outputGradient: Float32Array,
): Float64Array {
  const loss = (w: Float64Array) => outputs(w).reduce((sum, y, k) => sum + y * outputGradient[k], 0);
  const step = 1e-5;
  return Float64Array.from(weights, (_, k) => {
    const up = Float64Array.from(weights);
    const down = Float64Array.from(weights);
    up[k] += step;
    down[k] -= step;
    return (loss(up) - loss(down)) / (2 * step);
  });
}

/** Largest error of `actual`, relative to the size of what was expected there and on the whole. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let square = 0;
  for (let k = 0; k < expected.length; ++k) square += expected[k] ** 2;
  const size = Math.sqrt(square / expected.length);
  let worst = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
  for (let k = 0; k < expected.length; ++k) {
    const error = Math.abs(actual[k] - expected[k]) / (Math.abs(expected[k]) + size);
    // Not `Math.max`, which a NaN on the left would not leave.
    if (!(error <= worst)) worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  }
  return worst;
}
