import * as tf from '@tensorflow/tfjs-core';
import { requireCount } from '../../../support/require.ts';
import { requireLength } from '../../check-network.ts';
import type { ForecasterBatch, ForecasterProblem } from '../../forecaster/forecaster-problem.ts';
import { pickedTensor, windowsTensor } from './columns.ts';
import { applyModel, type LayersModel } from './layers-model.ts';
import type { ModelGraph } from './model-graph.ts';
import { requireRows } from './predict.ts';

/** Forecasting by a user's model of windows, as `ForecasterProblem` states it. */
export function forecasterGraph(model: LayersModel, problem: ForecasterProblem): ModelGraph<ForecasterBatch> {
  const { inputs, window, horizons, loss } = problem;

  function checkBatch({ days, features, targets, baseline, rows }: ForecasterBatch): void {
    requireCount('days', days);
    requireLength('features', features, inputs * days);
    if (targets !== undefined) requireLength('targets', targets, horizons * days);
    if (baseline !== undefined) requireLength('baseline', baseline, horizons * days);
    requireRows(rows, window, days);
  }

  function targetsOf({ days, targets, rows }: ForecasterBatch): Float32Array {
    if (targets === undefined) throw new RangeError('targets is missing: expected it where a loss is asked for');
    for (let h = 0; h < horizons; ++h) {
      for (const day of rows) {
        const value = targets[h * days + day];
        if (!(value > 0)) throw new RangeError(`targets[${h * days + day}] is ${value}: expected a variance above 0`);
      }
    }
    return targets;
  }

  return {
    parameters: 0,
    checkBatch,
    rowsOf: ({ rows }) => rows.length,
    resultsPerRow: horizons,
    results: ({ days, features, rows }, from, to, training) =>
      applyModel(model, windowsTensor(features, days, inputs, window, rows.subarray(from, to)), training),
    loss: (outputs, batch) => {
      const { days, baseline, rows } = batch;
      const logVariance =
        baseline === undefined ? outputs : tf.add(outputs, pickedTensor(baseline, days, horizons, rows));
      const variance = pickedTensor(targetsOf(batch), days, horizons, rows);
      const excess = tf.sub(logVariance, tf.log(variance));
      if (loss === 'log-mse') return tf.mean(tf.square(excess));
      // v e^−g − log(v e^−g) − 1, with g − log v at hand.
      return tf.mean(tf.sub(tf.add(tf.mul(variance, tf.exp(tf.neg(logVariance))), excess), 1));
    },
  };
}
