import * as tf from '@tensorflow/tfjs';
import type { ForecasterBatch, ForecasterProblem } from '../../../src/engine/forecaster/forecaster-problem.ts';
import { forecasterNetwork } from '../../../src/engine/forecaster/forecaster-problem.ts';
import { graphGradient, networkGraph } from './network-graph.ts';

/** Loss, outputs `[horizons][rows]` without the baseline, and gradient of a forecaster as a plain TensorFlow.js graph. */
export function forecasterReference(problem: ForecasterProblem, weights: Float32Array, batch: ForecasterBatch) {
  const days = [...batch.rows];
  /** The columns of `values` at these days, `[columns][rows]`. */
  const gather = (values: Float32Array, columns: number, at: readonly number[]) =>
    tf.tensor2d(
      Array.from({ length: columns }, (_, c) => at.map((day) => values[c * batch.days + day])),
      [columns, at.length],
    );
  return graphGradient((w) => {
    const network = networkGraph(forecasterNetwork(problem), w, days.length);
    let results: tf.Tensor2D = tf.zeros([problem.horizons, days.length]);
    for (let back = problem.window - 1; back >= 0; --back) {
      const at = days.map((day) => day - back);
      results = network(gather(batch.features, problem.inputs, at));
    }
    const variance = gather(batch.targets!, problem.horizons, days);
    const g = batch.baseline ? tf.add(results, gather(batch.baseline, problem.horizons, days)) : results;
    return { results, loss: forecasterLoss(problem, g as tf.Tensor2D, variance) };
  }, weights);
}

function forecasterLoss({ loss }: ForecasterProblem, g: tf.Tensor2D, variance: tf.Tensor2D): tf.Scalar {
  if (loss === 'log-mse') return tf.mean(tf.square(tf.sub(g, tf.log(variance)))) as tf.Scalar;
  const ratio = tf.mul(variance, tf.exp(tf.neg(g)));
  return tf.mean(tf.sub(tf.sub(ratio, tf.log(ratio)), 1)) as tf.Scalar;
}
