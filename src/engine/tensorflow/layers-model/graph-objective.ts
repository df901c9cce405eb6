import * as tf from '@tensorflow/tfjs-core';
import { requireDropoutKey, requireLength } from '../../check-network.ts';
import type { Evaluation, EvaluationOptions, Objective } from '../../objective.ts';
import { scatterColumns } from './columns.ts';
import type { LayersModel } from './layers-model.ts';
import type { ModelGraph } from './model-graph.ts';
import { copyModel } from './model-weights.ts';

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
  const copy = copyModel(model);
  const own = copy.trained.length;
  if (own === 0) throw new RangeError('the model has no trainable weights');
  const size = own + graph.parameters;
  /** Whether training mode is known to change results, as dropout does. */
  let dropsUnits = false;

  function check(weights: Float32Array, batch: Batch): void {
    requireLength('weights', weights, size);
    graph.checkBatch(batch);
  }

  /** Does `work` with the weights in the model and that of the loss in a variable. */
  function using<T>(weights: Float32Array, work: (parameter: tf.Variable) => T): T {
    const parameter = tf.tidy(() => tf.variable(tf.tensor1d([weights[own] ?? 0])));
    try {
      return copy.use(() => work(parameter), weights);
    } finally {
      parameter.dispose();
    }
  }

  function* parts(batch: Batch): Generator<readonly [from: number, to: number]> {
    const all = graph.rowsOf(batch);
    for (let from = 0; from < all; from += rowsAtOnce) yield [from, Math.min(from + rowsAtOnce, all)];
  }

  /** All results `[rows, resultsPerRow]`, part by part. */
  function allResults(batch: Batch, signal: AbortSignal | undefined): Float32Array {
    const results = new Float32Array(graph.rowsOf(batch) * graph.resultsPerRow);
    for (const [from, to] of parts(batch)) {
      signal?.throwIfAborted();
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
    const variables = [...copy.variables, ...others];
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

  /**
   * From the results of all rows to the gradient by them, and from that, part by part, to the one by the weights.
   * Undefined when training mode changes the results: the units dropped would be others the second time.
   */
  function inParts(
    batch: Batch,
    parameter: tf.Variable,
    training: boolean,
    signal: AbortSignal | undefined,
  ): Evaluation | undefined {
    const gradient = new Float32Array(size);
    const results = allResults(batch, signal);
    const { loss, byResults } = tf.tidy(() => {
      const given = [resultsTensor(results), ...(graph.parameters === 1 ? [parameter] : [])];
      const lossOf = (all: tf.Tensor, threshold: tf.Tensor = parameter) => graph.loss(all, batch, threshold);
      const { value, grads } = withGradients(() => tf.valueAndGrads(lossOf)(given));
      if (graph.parameters === 1) gradient[own] = grads[1].dataSync<'float32'>()[0];
      return { loss: value.dataSync<'float32'>()[0], byResults: grads[0].dataSync<'float32'>() };
    });
    const per = graph.resultsPerRow;
    for (const [from, to] of parts(batch)) {
      signal?.throwIfAborted();
      let isSame = true;
      const weighted = () => {
        const part = graph.results(batch, from, to, training);
        if (training) isSame = part.dataSync<'float32'>().every((value, k) => value === results[from * per + k]);
        return tf.sum<tf.Scalar>(tf.mul(part, resultsTensor(byResults.slice(from * per, to * per))));
      };
      differentiate(weighted, [], gradient);
      if (!isSame) return undefined;
    }
    return { loss, gradient };
  }

  function inOne(batch: Batch, parameter: tf.Variable, training: boolean): Evaluation {
    const gradient = new Float32Array(size);
    const whole = () => graph.loss(graph.results(batch, 0, graph.rowsOf(batch), training), batch, parameter);
    const loss = differentiate(whole, graph.parameters === 1 ? [parameter] : [], gradient);
    return { loss, gradient };
  }

  return {
    size,
    lossAndGradient(weights: Float32Array, batch: Batch, { dropoutKey, signal }: EvaluationOptions = {}): Evaluation {
      check(weights, batch);
      requireDropoutKey(dropoutKey);
      signal?.throwIfAborted();
      const training = dropoutKey !== undefined;
      return using(weights, (parameter) => {
        if (graph.rowsOf(batch) > rowsAtOnce && !(training && dropsUnits)) {
          const evaluation = inParts(batch, parameter, training, signal);
          if (evaluation !== undefined) return evaluation;
          dropsUnits = true;
        }
        return inOne(batch, parameter, training);
      });
    },
    loss(weights: Float32Array, batch: Batch, { signal }: EvaluationOptions = {}): number {
      check(weights, batch);
      return using(weights, (parameter) =>
        tf.tidy(() => graph.loss(resultsTensor(allResults(batch, signal)), batch, parameter).dataSync<'float32'>()[0]),
      );
    },
    results(weights: Float32Array, batch: Batch, { signal }: EvaluationOptions = {}): Float64Array {
      check(weights, batch);
      const table = using(weights, () => allResults(batch, signal));
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
