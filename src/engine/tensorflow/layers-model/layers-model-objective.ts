import type { Criterion } from '../../../risk/criterion.ts';
import { requireCount } from '../../../support/require.ts';
import {
  checkForecasterTask,
  type ForecasterBatch,
  type ForecasterProblem,
} from '../../forecaster/forecaster-problem.ts';
import type { Objective } from '../../objective.ts';
import {
  checkPolicyProblem,
  type PolicyBatch,
  type PolicyProblem,
  policyNetwork,
} from '../../policy/policy-problem.ts';
import { forecasterGraph } from './forecaster-graph.ts';
import { createGraphObjective } from './graph-objective.ts';
import { checkModel, type LayersModel } from './layers-model.ts';
import { readModelWeights } from './model-weights.ts';
import { refuseMovingState } from './moving-state.ts';
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
  /** The loss of a policy problem whose loss is 'criterion'. */
  readonly criterion?: Criterion | undefined;
}

/**
 * The objective of a problem with a user's own network, by TensorFlow.js's automatic gradient of the whole of it, to be
 * trained like any other. The model, of any architecture with one input and one output,
 *
 * - as a policy maps `[rows, signals]` (with `readsHoldings`: signals, then the holdings before) to `[rows, outputs]` of
 *   the head. It is applied anew at each step and carries nothing from step to step: a policy with a memory, of recurrent
 *   layers, is what the engine's own networks are for;
 * - as a forecaster maps `[rows, window, inputs]` to `[rows, horizons]`. Recurrent layers start each window from zero.
 *
 * Weights are the model's trainable ones in their order (`initialModelWeights`), then the threshold of CVaR where that
 * is the loss. The model's own weights stay as they are: `writeModelWeights` puts trained ones into it. Frozen layers
 * keep the weights that they have now, whatever becomes of the model. Models with weights that change without being
 * trained, those with BatchNormalization, are refused. Regularisers and constraints of layers have no effect.
 *
 * With a `dropoutKey` the model runs in training mode: dropout layers drop units, and a batch from which any are dropped
 * is never split. The key itself has no say in which: TensorFlow.js draws them anew at each evaluation, so that a
 * training with dropout does not give the same bits again, but where a layer has a `seed`, the same ones each time.
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
  { rowsAtOnce = 4096, criterion }: LayersModelObjectiveOptions = {},
): Objective<PolicyBatch> | Objective<ForecasterBatch> {
  requireCount('rowsAtOnce', rowsAtOnce);
  if (problem.kind === 'policy') {
    const whole = { ...problem, layers: [] };
    checkPolicyProblem(whole);
    const { inputs, outputs } = policyNetwork(whole);
    checkModel(model, inputs, outputs);
    refuseMovingState(model, [inputs]);
    return createGraphObjective(model, policyGraph(model, whole, criterion), rowsAtOnce);
  }
  checkForecasterTask(problem);
  checkModel(model, problem.inputs, problem.horizons, problem.window);
  refuseMovingState(model, [problem.window, problem.inputs]);
  return createGraphObjective(model, forecasterGraph(model, { ...problem, layers: [] }), rowsAtOnce);
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
