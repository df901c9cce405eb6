// The LSTM forecaster as a TensorFlow.js LayersModel, squared error, trained batch by batch.
import * as tf from '@tensorflow/tfjs';

export function createLstm({ units, batch }, { weights, windows, targets }) {
  const [count, window, inputs] = windows.shape;
  const lstm = tf.layers.lstm({ units, recurrentActivation: 'sigmoid', inputShape: [window, inputs] });
  const model = tf.sequential({ layers: [lstm, tf.layers.dense({ units: 1 })] });
  model.setWeights(readWeights(inputs, units, weights.values));
  model.compile({ optimizer: tf.train.adam(1e-3), loss: 'meanSquaredError' });
  const x = tf.tensor3d(windows.values, windows.shape);
  const y = tf.tensor2d(targets.values, [count, 1]);
  const batches = [];
  for (let start = 0; start < count; start += batch) {
    const size = Math.min(batch, count - start);
    batches.push([x.slice(start, size), y.slice(start, size)]);
  }

  const firstLoss = () => {
    const [firstX, firstY] = batches[0];
    return tf.losses.meanSquaredError(firstY, model.apply(firstX, { training: true }));
  };
  const step = async () => {
    for (const [batchX, batchY] of batches) await model.trainOnBatch(batchX, batchY);
  };
  return { variables: model.trainableWeights.map((weight) => weight.val), firstLoss, step };
}

/** Kernel, recurrent kernel and bias of the LSTM, then of the head; TensorFlow.js has the same order of gates. */
function readWeights(inputs, units, flat) {
  let at = 0;
  const take = (...shape) => {
    const size = shape.reduce((a, b) => a * b, 1);
    at += size;
    return tf.tensor(flat.subarray(at - size, at), shape);
  };
  return [
    take(4 * units, inputs).transpose(),
    take(4 * units, units).transpose(),
    take(4 * units),
    take(1, units).transpose(),
    take(1),
  ];
}
