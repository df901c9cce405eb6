import type { LayersModel } from '../../engine/tensorflow/layers-model/layers-model.ts';
import { createLayersModelObjective } from '../../engine/tensorflow/layers-model/layers-model-objective.ts';
import { readModelWeights, writeModelWeights } from '../../engine/tensorflow/layers-model/model-weights.ts';
import { createModelHedger } from './model-hedger.ts';
import { type PolicyTrainingOptions, preparePolicyTraining } from './policy-training.ts';
import { type TrainedDeepHedger, trainPolicy } from './train-deep-hedger.ts';

export interface TrainModelHedgerOptions extends PolicyTrainingOptions {
  /** Reads the inputs named, gives the outputs of the head, and receives the weights. It carries nothing along the path. */
  readonly model: LayersModel;
}

/**
 * `trainDeepHedger` for a network of the user's own, by TensorFlow.js's automatic gradient: any architecture, many times
 * slower. It starts from the model's weights and leaves the trained ones in it; the hedger has a copy, so the model may
 * be trained on. Dropout layers drop units at each step.
 *
 * Throws what `trainDeepHedger` and `createLayersModelObjective` throw.
 *
 * @example
 * await useFastestTensorFlow();
 * const model = tf.sequential({ layers: [
 *   tf.layers.dense({ inputShape: [5], units: 16, activation: 'selu' }),
 *   tf.layers.dense({ units: 2 }),
 * ] });
 * const { hedger } = trainModelHedger({ ...options, model });
 */
export function trainModelHedger(options: TrainModelHedgerOptions): TrainedDeepHedger {
  const { model, criterion, contract } = options;
  const training = preparePolicyTraining(options, []);
  const objective = createLayersModelObjective(model, training.problem, { criterion });
  const trained = trainPolicy(readModelWeights(model), objective, training, options);
  writeModelWeights(model, trained.weights);
  const hedger = createModelHedger({
    model,
    ...training.form,
    scales: training.inputs.scales,
    position: contract.position,
  });
  return { ...trained, hedger };
}
