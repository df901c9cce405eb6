import * as tf from '@tensorflow/tfjs-core';
import { requireCount } from '../../../support/require.ts';
import { requireLength } from '../../check-network.ts';
import {
  checkForecasterProblem,
  type ForecasterBatch,
  type ForecasterProblem,
} from '../../forecaster/forecaster-problem.ts';
import type { Evaluation, EvaluationOptions, Objective } from '../../objective.ts';
import { checkPolicyProblem, type PolicyBatch, type PolicyProblem, policyNetwork } from '../../policy/policy-problem.ts';
import { scatterColumns } from './columns.ts';
import { forecasterGraph } from './forecaster-graph.ts';
import { checkModel, type LayersModel, modelSize, trainableVariables } from './layers-model.ts';
import type { ModelGraph } from './model-graph.ts';
import { readModelWeights, withModelWeights } from './model-weights.ts';
import { policyGraph } from './policy-graph.ts';

/** Hedging by a user's network: the layers are the model's own. */
export type PolicyModelProblem = Omit<PolicyProblem, 'layers'>;
/** Forecasting by a user's network. */
export type ForecasterModelProblem = Omit<ForecasterProblem, 'layers'>;

export interface LayersModelObjectiveOptions {
  /**
   * Rows of a batch that go through the model at once, 4096 by default: memory grows with it. A larger batch is
   * evaluated once for its results and once for the gradient, part by part.
   */
  readonly rowsAtOnce?: number | undefined;
}

/**
 * The objective of a problem with a user's own network, by TensorFlow.js's automatic gradient of the whole of it, to be
 * trained like any other. The model, of any architecture,
 *
 * - as a policy maps `[rows, signals]` (with `readsHoldings`: signals, then the holdings before) to `[rows, outputs]` of
 *   the head. It is applied anew at each step: recurrent layers would carry nothing from step to step;
 * - as a forecaster maps `[rows, window, inputs]` to `[rows, horizons]`.
 *
 * Weights are the model's trainable ones in their order (`initialModelWeights`), then the threshold of CVaR where that
 * is the loss. The model's own weights stay as they are: `writeModelWeights` puts trained ones into it.
 *
 * With a `dropoutKey` the model runs in training mode: dropout draws by its own `seed` option, or at random without one,
 * and batches are never split.
 *
 * Throws a RangeError when the problem makes no sense or the model does not fit it. `lossAndGradient` throws an Error
 * when TensorFlow.js has no gradients: `@tensorflow/tfjs` or `@tensorflow/tfjs-node` registers them when it is imported.
 *
 * @example
 * await useFastestTensorFlow();
 * const model = tf.sequential({ layers: [
 *   tf.layers.dense({ inputShape: [3], units: 16, activation: 'selu' }),
 *   tf.layers.dense({ units: 1 }),
 * ] });
 * const objective = createLayersModelObjective(model, problem);
 * const { loss, gradient } = objective.lossAndGradient(initialModelWeights(model, problem), batch);
 */
export function createLayersModelObjective(
  model: LayersModel,
  problem: PolicyModelProblem,
  options?: LayersModelObjectiveOptions,
): Objective<PolicyBatch>;
export function createLayersModelObjective(
  model: LayersModel,
  problem: ForecasterModelProblem,
  options?: LayersModelObjectiveOptions,
): Objective<ForecasterBatch>;
export function createLayersModelObjective(
  model: LayersModel,
  problem: PolicyModelProblem | ForecasterModelProblem,
  { rowsAtOnce = 4096 }: LayersModelObjectiveOptions = {},
): Objective<PolicyBatch> | Objective<ForecasterBatch> {
  requireCount('rowsAtOnce', rowsAtOnce);
  if (problem.kind === 'policy') {
    const whole = { ...problem, layers: [] };
    checkPolicyProblem(whole);
    const { inputs, outputs } = policyNetwork(whole);
    checkModel(model, inputs, outputs);
    return createGraphObjective(model, policyGraph(model, whole), rowsAtOnce);
  }
  const whole = { ...problem, layers: [] };
  checkForecasterProblem(whole);
  checkModel(model, problem.inputs, problem.horizons, problem.window);
  return createGraphObjective(model, forecasterGraph(model, whole), rowsAtOnce);
}

/** The weights that a model starts training from: its own, and 0 for the threshold of CVaR. */
export function initialModelWeights(
  model: LayersModel,
  problem: PolicyModelProblem | ForecasterModelProblem,
): Float32Array {
  const own = readModelWeights(model);
  if (problem.kind !== 'policy' || problem.loss.kind !== 'cvar') return own;
  const weights = new Float32Array(own.length + 1);
  weights.set(own);
  return weights;
}

function createGraphObjective<Batch>(
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
    const parameter = tf.tidy(() => tf.variable(tf.tensor1d(weights.slice(own))));
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

  const resultsTensor = (values: Float32Array) => tf.tensor2d(values, [values.length / graph.resultsPerRow, graph.resultsPerRow]);

  /** Value of a scalar and its gradient by all weights, added to `gradient`. */
  function differentiate(work: () => tf.Scalar, parameter: tf.Variable, gradient: Float32Array): number {
    const variables = [...trainableVariables(model), ...(graph.parameters === 1 ? [parameter] : [])];
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
      const { value, grads } = withGradients(() =>
        tf.valueAndGrads((results: tf.Tensor, threshold: tf.Tensor) => graph.loss(results, batch, threshold))([
          resultsTensor(allResults(batch)),
          parameter,
        ]),
      );
      if (graph.parameters === 1) gradient[own] = grads[1].dataSync<'float32'>()[0];
      return { loss: value.dataSync<'float32'>()[0], byResults: grads[0].dataSync<'float32'>() };
    });
    const per = graph.resultsPerRow;
    for (const [from, to] of parts(batch)) {
      const weighted = () =>
        tf.sum<tf.Scalar>(
          tf.mul(graph.results(batch, from, to, false), resultsTensor(byResults.slice(from * per, to * per))),
        );
      differentiate(weighted, parameter, gradient);
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
        return differentiate(whole, parameter, gradient);
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
    if (!(error instanceof Error) || !/gradient function not found/i.test(error.message)) throw error;
    throw new Error(
      `TensorFlow.js has no gradients: install and import '@tensorflow/tfjs' or '@tensorflow/tfjs-node' before training (${error.message})`,
      { cause: error },
    );
  }
}
