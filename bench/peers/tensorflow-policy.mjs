// The policy network as a plain TensorFlow.js graph: hedging over all steps, entropic loss, gradient through time.
import * as tf from '@tensorflow/tfjs';

const activations = { relu: tf.relu, silu: (x) => tf.mul(x, tf.sigmoid(x)) };

export function createPolicy({ layers, activation, cost, riskAversion }, { weights, signals, prices, unhedged }) {
  const [steps, width, paths] = signals.shape;
  const act = activations[activation];
  const network = readWeights(layers, weights.values);
  const column = (values, t) => tf.tensor2d(values.subarray(t * paths, (t + 1) * paths), [paths, 1]);
  const price = Array.from({ length: steps + 1 }, (_, t) => column(prices.values, t));
  const moves = Array.from({ length: steps }, (_, t) => tf.sub(price[t + 1], price[t]));
  const charges = price.map((s) => tf.mul(s, cost));
  const features = Array.from({ length: steps }, (_, t) => {
    const values = signals.values.subarray(t * width * paths, (t + 1) * width * paths);
    return tf.tensor2d(values, [width, paths]).transpose();
  });
  const start = tf.zeros([paths, 1]);
  const before = column(unhedged.values, 0);

  function holdingOf(inputs) {
    let x = inputs;
    for (const { kernel, bias } of network.slice(0, -1)) x = act(tf.add(tf.matMul(x, kernel), bias));
    const last = network.at(-1);
    return tf.add(tf.matMul(x, last.kernel), last.bias);
  }

  function loss() {
    let holding = start;
    let pnl = before;
    for (let t = 0; t < steps; ++t) {
      const next = holdingOf(tf.concat([features[t], holding], 1));
      const charge = tf.mul(tf.abs(tf.sub(next, holding)), charges[t]);
      pnl = tf.sub(tf.add(pnl, tf.mul(next, moves[t])), charge);
      holding = next;
    }
    pnl = tf.sub(pnl, tf.mul(tf.abs(holding), charges[steps]));
    return tf.div(tf.sub(tf.logSumExp(tf.mul(pnl, -riskAversion)), Math.log(paths)), riskAversion);
  }

  const variables = network.flatMap(({ kernel, bias }) => [kernel, bias]);
  const adam = tf.train.adam(1e-3);
  const step = async () => {
    const value = adam.minimize(loss, true, variables);
    await value.data();
    value.dispose();
  };
  return { variables, firstLoss: loss, step };
}

/** Kernels [input][output] and biases, from flat weights whose matrices are [output][input]. */
function readWeights(layers, flat) {
  let at = 0;
  return layers.map(([inputs, outputs]) => {
    const matrix = tf.tensor2d(flat.subarray(at, at + inputs * outputs), [outputs, inputs]);
    at += inputs * outputs;
    const bias = tf.variable(tf.tensor1d(flat.subarray(at, at + outputs)));
    at += outputs;
    return { kernel: tf.variable(matrix.transpose()), bias };
  });
}
