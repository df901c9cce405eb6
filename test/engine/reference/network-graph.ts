import * as tf from '@tensorflow/tfjs';
import { type LayerLayout, networkLayout } from '../../../src/engine/network/network-layout.ts';
import type { Activation, NetworkShape } from '../../../src/engine/network/network-shape.ts';

// Without this TensorFlow.js prints an advertisement.
tf.env().set('PROD', true);

type Layer = (x: tf.Tensor2D) => tf.Tensor2D;

/**
 * A network as a plain TensorFlow.js graph over its flat weights, which may be followed by others: a function that takes
 * the inputs `[inputs][rows]` of one step after another to the outputs `[outputs][rows]`. Nothing is dropped.
 */
export function networkGraph(shape: NetworkShape, weights: tf.Tensor1D, rows: number): Layer {
  const layers = networkLayout(shape).map((layout, l): Layer => {
    switch (layout.kind) {
      case 'linear':
        return dense(layout, weights, (z) => z);
      case 'dense':
        return dense(layout, weights, activations[(shape.layers[l] as { activation: Activation }).activation]);
      case 'gru':
        return gru(layout, weights, rows);
      case 'lstm':
        return lstm(layout, weights, rows);
      default:
        return (x) => x;
    }
  });
  return (x) => layers.reduce((y, layer) => layer(y), x);
}

const activations: Record<Activation, Layer> = {
  relu: (z) => tf.relu(z),
  silu: (z) => tf.mul(z, tf.sigmoid(z)),
  tanh: (z) => tf.tanh(z),
};

function dense(layout: LayerLayout, weights: tf.Tensor1D, activation: Layer): Layer {
  const { kernel, bias } = matrices(layout, weights);
  return (x) => activation(tf.add(tf.matMul(kernel, x), bias));
}

/** r multiplies the state before its product with U (Cho et al., 2014; `resetAfter: false` in Keras). */
function gru(layout: LayerLayout, weights: tf.Tensor1D, rows: number): Layer {
  const { kernel, recurrent, bias } = matrices(layout, weights);
  const [uz, ur, un] = tf.split(recurrent, 3, 0);
  let h: tf.Tensor2D = tf.zeros([layout.units, rows]);
  return (x) => {
    const [az, ar, an] = tf.split(tf.add(tf.matMul(kernel, x), bias) as tf.Tensor2D, 3, 0);
    const z = tf.sigmoid(tf.add(az, tf.matMul(uz, h)));
    const r = tf.sigmoid(tf.add(ar, tf.matMul(ur, h)));
    const n = tf.tanh(tf.add(an, tf.matMul(un, tf.mul(r, h) as tf.Tensor2D)));
    h = tf.add(tf.mul(z, h), tf.mul(tf.sub(1, z), n));
    return h;
  };
}

function lstm(layout: LayerLayout, weights: tf.Tensor1D, rows: number): Layer {
  const { kernel, recurrent, bias } = matrices(layout, weights);
  let h: tf.Tensor2D = tf.zeros([layout.units, rows]);
  let c: tf.Tensor2D = h;
  return (x) => {
    const a = tf.add(tf.add(tf.matMul(kernel, x), tf.matMul(recurrent, h)), bias) as tf.Tensor2D;
    const [i, f, g, o] = tf.split(a, 4, 0);
    c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    h = tf.mul(tf.sigmoid(o), tf.tanh(c));
    return h;
  };
}

function matrices({ inputs, units, kernel, recurrent, bias, end }: LayerLayout, weights: tf.Tensor1D) {
  const rows = end - bias;
  const matrix = (from: number, wide: number) =>
    tf.reshape(tf.slice(weights, from, rows * wide), [rows, wide]) as tf.Tensor2D;
  return {
    kernel: matrix(kernel, inputs),
    recurrent: bias > recurrent ? matrix(recurrent, units) : (tf.zeros([3, 1]) as tf.Tensor2D),
    bias: matrix(bias, 1),
  };
}

/** A loss with what it is taken of, and its gradient by the weights, by TensorFlow.js. */
export function graphGradient(
  graph: (weights: tf.Tensor1D) => { readonly loss: tf.Scalar; readonly results: tf.Tensor },
  weights: Float32Array,
): { loss: number; results: Float32Array; gradient: Float32Array } {
  return tf.tidy(() => {
    let results = new Float32Array();
    const { value, grad } = tf.valueAndGrad((w: tf.Tensor) => {
      const out = graph(w as tf.Tensor1D);
      results = out.results.dataSync<'float32'>().slice() as typeof results;
      return out.loss;
    })(tf.tensor1d(weights.slice()));
    return { loss: value.dataSync()[0], results, gradient: grad.dataSync<'float32'>().slice() };
  });
}
