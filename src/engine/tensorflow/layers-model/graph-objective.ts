import * as tf from '@tensorflow/tfjs-core';
import { requireLength } from '../../check-network.ts';
import type { Evaluation, EvaluationOptions, Objective } from '../../objective.ts';
import { scatterColumns } from './columns.ts';
import { type LayersModel, modelSize, trainableVariables } from './layers-model.ts';
import type { ModelGraph } from './model-graph.ts';
import { withModelWeights } from './model-weights.ts';

/**
 * The objective of a graph around a model, by TensorFlow.js's automatic gradient.
 *
 * @param rowsAtOnce larger batches go through the model in parts of so many rows
 */
export function createGraphObjective<Batch>(
  model: LayersModel,
  graph: ModelGraph<Batch>,
  rowsAtOnce: number,
): Objective<Batch> {
  const own = modelSize(model);
  if (own === 0) throw new RangeError('the model has no trainable weights');
  const size = own + graph.parameters;

  function check(weights: Float32Array, batch: Batch): void {
    requireLength('weights', weights, size);
    graph.checkBatch(batch);
  }

  /** Does `work` with the weights in the model and that of the loss in a variable. */
  function using<T>(weights: Float32Array, work: (parameter: tf.Variable) => T): T {
    const parameter = tf.tidy(() => tf.variable(tf.tensor1d([weights[own] ?? 0])));
    try {
      return withModelWeights(model, weights, () => work(parameter));
    } finally {
      parameter.dispose();
    }
  }

  function* parts(batch: Batch, rows = rowsAtOnce): Generator<readonly [from: number, to: number]> {
    const all = graph.rowsOf(batch);
    for (let from = 0; from < all; from += rows) yield [from, Math.min(from + rows, all)];
  }

  /** All results `[rows, resultsPerRow]`, part by part. */
  function allResults(batch: Batch): Float32Array {
    const results = new Float32Array(graph.rowsOf(batch) * graph.resultsPerRow);
    for (const [from, to] of parts(batch)) {
      results.set(
        tf.tidy(() => graph.results(batch, from, to, false).dataSync<'float32'>()),
        from * graph.resultsPerRow,
      );
    }
    return results;
  }

  const resultsTensor = (values: Float32Array) =>
    tf.tensor2d(values, [values.length / graph.resultsPerRow, graph.resultsPerRow]);

  /** Value of a scalar and its gradient by the model's weights, and by others behind them, added to `gradient`. */
  function differentiate(work: () => tf.Scalar, others: readonly tf.Variable[], gradient: Float32Array): number {
    const variables = [...trainableVariables(model), ...others];
    return tf.tidy(() => {
      const { value, grads } = withGradients(() => tf.variableGrads(work, variables));
      let next = 0;
      for (const { name, size: length } of variables) {
        const slope = grads[name]?.dataSync<'float32'>();
        if (slope !== undefined) for (let k = 0; k < length; ++k) gradient[next + k] += slope[k];
        next += length;
      }
      return value.dataSync<'float32'>()[0];
    });
  }

  /** From the results of all rows to the gradient by them, and from that, part by part, to the one by the weights. */
  function differentiateInParts(batch: Batch, parameter: tf.Variable, gradient: Float32Array): number {
    const { loss, byResults } = tf.tidy(() => {
      const given = [resultsTensor(allResults(batch)), ...(graph.parameters === 1 ? [parameter] : [])];
      const lossOf = (results: tf.Tensor, threshold: tf.Tensor = parameter) => graph.loss(results, batch, threshold);
      const { value, grads } = withGradients(() => tf.valueAndGrads(lossOf)(given));
      if (graph.parameters === 1) gradient[own] = grads[1].dataSync<'float32'>()[0];
      return { loss: value.dataSync<'float32'>()[0], byResults: grads[0].dataSync<'float32'>() };
    });
    const per = graph.resultsPerRow;
    for (const [from, to] of parts(batch)) {
      const weighted = () =>
        tf.sum<tf.Scalar>(
          tf.mul(graph.results(batch, from, to, false), resultsTensor(byResults.slice(from * per, to * per))),
        );
      differentiate(weighted, [], gradient);
    }
    return loss;
  }

  return {
    size,
    lossAndGradient(weights: Float32Array, batch: Batch, { dropoutKey }: EvaluationOptions = {}): Evaluation {
      check(weights, batch);
      const rows = graph.rowsOf(batch);
      const training = dropoutKey !== undefined;
      const gradient = new Float32Array(size);
      const loss = using(weights, (parameter) => {
        if (rows > rowsAtOnce && !training) return differentiateInParts(batch, parameter, gradient);
        const whole = () => graph.loss(graph.results(batch, 0, rows, training), batch, parameter);
        return differentiate(whole, graph.parameters === 1 ? [parameter] : [], gradient);
      });
      return { loss, gradient };
    },
    loss(weights: Float32Array, batch: Batch): number {
      check(weights, batch);
      return using(weights, (parameter) =>
        tf.tidy(() => graph.loss(resultsTensor(allResults(batch)), batch, parameter).dataSync<'float32'>()[0]),
      );
    },
    results(weights: Float32Array, batch: Batch): Float64Array {
      check(weights, batch);
      const table = using(weights, () => allResults(batch));
      const results = new Float64Array(table.length);
      scatterColumns(table, graph.resultsPerRow, results, graph.rowsOf(batch), 0);
      return results;
    },
  };
}

/** TensorFlow.js's own message says which gradient is missing, not why. */
function withGradients<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    disposeTape();
    if (!(error instanceof Error) || !/gradient function not found/i.test(error.message)) throw error;
    throw new Error(
      `TensorFlow.js has no gradients: install and import '@tensorflow/tfjs' or '@tensorflow/tfjs-node' before training (${error.message})`,
      { cause: error },
    );
  }
}

/** TensorFlow.js forgets what it kept for the way back when there is none because the graph threw. */
function disposeTape(): void {
  const { state } = tf.engine();
  for (const { saved } of state.activeTape ?? []) for (const tensor of saved ?? []) tensor.dispose();
  state.activeTape = [];
}
