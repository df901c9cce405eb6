import type { ForecasterBatch } from '../engine/forecaster/forecaster-problem.ts';
import type { Objective } from '../engine/objective.ts';
import { shuffledRows } from '../engine/training/minibatches.ts';
import { trainNetwork } from '../engine/training/train.ts';
import { streamSeed } from '../math/random.ts';
import type { SeededCallOptions } from '../support/long-call.ts';

/** Training ends at this share of the first learning rate. */
const FINAL_RATE_SHARE = 0.05;
const CLIP_NORM = 1;

/** What one network is trained on: a history with the linear part as its baseline. */
export interface LstmTrainingSet {
  readonly history: Omit<ForecasterBatch, 'rows'>;
  /** Rows that windows of the minibatches end at. */
  readonly fitted: Int32Array;
  /** Rows that choose the weights kept. */
  readonly held: Int32Array;
}

export interface LstmTrainingOptions extends SeededCallOptions {
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  /** Which network of the ensemble: each has random streams of its own. */
  readonly member: number;
  /** Whether the weights come from a fit before: then half the epochs at half the rate will do. */
  readonly warm: boolean;
  readonly label: string;
}

/**
 * Trains one network to add to the baseline's log variance, by QLIKE: with g the log of the forecast and y the variance
 * that followed, y e^{−g} + g has its minimum at the conditional mean of y, so no correction for a logarithm is due.
 * Each epoch goes through the fitted windows once, shuffled; the weights kept are those with the lowest QLIKE on the rows
 * held back.
 */
export function trainLstm(
  weights: Float32Array,
  objective: Objective<ForecasterBatch>,
  { history, fitted, held }: LstmTrainingSet,
  { epochs, batch, learningRate, seed, member, warm, signal, onProgress, label }: LstmTrainingOptions,
): Float32Array {
  const size = Math.min(batch, fitted.length);
  const places = shuffledRows({ from: 0, to: fitted.length, batch: size, seed, stream: ['lstm', member, 'batches'] });
  const stepsPerEpoch = Math.floor(fitted.length / size);
  const passes = warm ? Math.ceil(epochs / 2) : epochs;
  const rate = warm ? learningRate / 2 : learningRate;
  return trainNetwork({
    weights,
    steps: passes * stepsPerEpoch,
    lossAndGradient: (current, step) => {
      const dropoutKey = streamSeed(seed, 'lstm', member, 'dropout', step);
      return objective.lossAndGradient(
        current,
        { ...history, rows: places(step).map((place) => fitted[place]) },
        { dropoutKey },
      );
    },
    learningRate: { from: rate, to: FINAL_RATE_SHARE * rate },
    clipNorm: CLIP_NORM,
    validate: (current) => objective.loss(current, { ...history, rows: held }),
    validateEvery: stepsPerEpoch,
    patience: Math.max(3, Math.ceil(passes / 4)),
    signal,
    onProgress,
    label,
  }).weights;
}
