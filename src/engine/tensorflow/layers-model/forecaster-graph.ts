import * as tf from '@tensorflow/tfjs-core';
import { checkForecasterBatch, requireTargets } from '../../forecaster/check-forecaster-batch.ts';
import type { ForecasterBatch, ForecasterProblem } from '../../forecaster/forecaster-problem.ts';
import { pickedTensor, windowsTensor } from './columns.ts';
import { applyModel, type LayersModel } from './layers-model.ts';
import type { ModelGraph } from './model-graph.ts';

/** Forecasting by a user's model of windows, as `ForecasterProblem` states it. */
export function forecasterGraph(model: LayersModel, problem: ForecasterProblem): ModelGraph<ForecasterBatch> {
  const { inputs, window, horizons, loss } = problem;

  return {
    parameters: 0,
    checkBatch: (batch) => checkForecasterBatch(problem, batch),
    rowsOf: ({ rows }) => rows.length,
    resultsPerRow: horizons,
    results: ({ days, features, rows }, from, to, training) =>
      applyModel(model, windowsTensor(features, days, inputs, window, rows.subarray(from, to)), training),
    loss: (outputs, batch) => {
      const { days, baseline, rows } = batch;
      const logVariance =
        baseline === undefined ? outputs : tf.add(outputs, pickedTensor(baseline, days, horizons, rows));
      const variance = pickedTensor(requireTargets(problem, batch), days, horizons, rows);
      const excess = tf.sub(logVariance, tf.log(variance));
      if (loss === 'log-mse') return tf.mean(tf.square(excess));
      // v e^−g − log(v e^−g) − 1, with g − log v at hand.
      return tf.mean(tf.sub(tf.add(tf.mul(variance, tf.exp(tf.neg(logVariance))), excess), 1));
    },
  };
}
