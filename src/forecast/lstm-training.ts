import { initialLstmWeights, lstmLayout } from '../engine/lstm-weights.ts';
import type { LstmShape, NetworkKernel } from '../engine/network.ts';
import { trainNetwork } from '../engine/training/train.ts';
import { createRandomStream, type RandomStream } from '../math/random.ts';
import type { SeededCallOptions } from '../support/long-call.ts';
import { copyWindows, networkOutputs } from './lstm-network.ts';

/** Training ends at this share of the first learning rate. */
const FINAL_RATE_SHARE = 0.05;
const CLIP_NORM = 1;
/** Share of the head's usual first weights: the forecast starts close to the linear part. */
const FIRST_HEAD_SHARE = 0.1;

/** What one network is trained on. Columns hold one value per row of the history. */
export interface LstmTrainingSet {
  /** Standardised features. */
  readonly columns: readonly Float32Array[];
  /** Per horizon: log variance of the linear part, to which the network adds. */
  readonly baseline: readonly Float64Array[];
  /** Per horizon: mean variance of the days that follow. */
  readonly targets: readonly Float64Array[];
  /** Rows [from, to) that windows of the minibatches end at. */
  readonly fitted: readonly [from: number, to: number];
  /** Rows [from, to) that choose the weights kept. */
  readonly held: readonly [from: number, to: number];
}

export interface LstmTrainingOptions extends SeededCallOptions {
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  /** Which network of the ensemble: each has random streams of its own. */
  readonly member: number;
  readonly label: string;
}

/**
 * Trains one network to add to the baseline's log variance, by QLIKE: with g the log of the forecast and y the variance
 * that followed, y e^{−g} + g has its minimum at the conditional mean of y, so no correction for a logarithm is due.
 * Minibatches are windows drawn at random; the weights kept are those with the lowest QLIKE on the rows held back.
 */
export function trainLstm(
  kernel: NetworkKernel,
  shape: LstmShape,
  set: LstmTrainingSet,
  { epochs, batch, learningRate, seed, member, signal, onProgress, label }: LstmTrainingOptions,
): Float32Array {
  const [from, to] = set.fitted;
  const rows = new Int32Array(Math.min(batch, to - from));
  const inputs = new Float32Array(rows.length * shape.window * shape.inputs);
  const gradient = new Float32Array(rows.length * shape.outputs);
  const batches = createRandomStream(seed, 'lstm', member, 'batches');
  const stepsPerEpoch = Math.ceil((to - from) / rows.length);

  function lossAndGradient(weights: Float32Array): { loss: number; gradient: Float32Array } {
    for (let i = 0; i < rows.length; i++) rows[i] = from + batches.integer(to - from);
    copyWindows(shape, set.columns, rows, inputs);
    const outputs = kernel.forward(weights, inputs, rows.length);
    const count = gradient.length;
    let loss = 0;
    for (let o = 0; o < shape.outputs; o++) {
      const baseline = set.baseline[o];
      const target = set.targets[o];
      for (let i = 0; i < rows.length; i++) {
        const at = o * rows.length + i;
        const ratio = target[rows[i]] * Math.exp(-(baseline[rows[i]] + outputs[at]));
        loss += ratio - Math.log(ratio) - 1;
        gradient[at] = (1 - ratio) / count;
      }
    }
    return { loss: loss / count, gradient: kernel.backward(gradient) };
  }

  return trainNetwork({
    weights: quietWeights(shape, createRandomStream(seed, 'lstm', member, 'weights')),
    steps: epochs * stepsPerEpoch,
    lossAndGradient,
    learningRate: { from: learningRate, to: FINAL_RATE_SHARE * learningRate },
    clipNorm: CLIP_NORM,
    validate: (weights) => heldLoss(kernel, shape, weights, set),
    validateEvery: stepsPerEpoch,
    patience: Math.max(3, Math.ceil(epochs / 4)),
    signal,
    onProgress,
    label,
  }).weights;
}

function quietWeights(shape: LstmShape, stream: RandomStream): Float32Array {
  const weights = initialLstmWeights(shape, stream);
  for (let i = lstmLayout(shape).head; i < weights.length; i++) weights[i] *= FIRST_HEAD_SHARE;
  return weights;
}

/** Mean QLIKE over the rows held back and all horizons. */
function heldLoss(kernel: NetworkKernel, shape: LstmShape, weights: Float32Array, set: LstmTrainingSet): number {
  const [from, to] = set.held;
  const outputs = networkOutputs(kernel, shape, weights, set.columns, from, to);
  let loss = 0;
  outputs.forEach((output, o) => {
    for (let t = from; t < to; t++) {
      const ratio = set.targets[o][t] * Math.exp(-(set.baseline[o][t] + output[t - from]));
      loss += ratio - Math.log(ratio) - 1;
    }
  });
  return loss / (shape.outputs * (to - from));
}
