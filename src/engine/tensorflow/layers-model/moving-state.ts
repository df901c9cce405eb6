import { tidy, type Variable, zeros } from '@tensorflow/tfjs-core';
import { applyModel, fixedVariables, type LayersModel } from './layers-model.ts';
import { copyModel } from './model-weights.ts';

/**
 * Throws a RangeError when a model has weights that change by themselves while it is trained, as the moving mean and
 * variance of BatchNormalization do: an objective is a function of the weights that it is given, and of nothing else.
 * The model, which is run once in training mode where it has weights that are not trained, is left as it was.
 *
 * @param inputShape of a row, or of a window
 */
export function refuseMovingState(model: LayersModel, inputShape: readonly number[]): void {
  const { nonTrainableWeights = [] } = model;
  if (nonTrainableWeights.length === 0) return;
  const valuesOf = (variable: Variable) => variable.dataId;
  const moved = copyModel(model).use(() => {
    const before = fixedVariables(model).map(valuesOf);
    tidy(() => applyModel(model, zeros([2, ...inputShape]), true)).dispose();
    const after = fixedVariables(model).map(valuesOf);
    return nonTrainableWeights.filter((_, k) => after[k] !== before[k]).map(({ name }) => `'${name}'`);
  });
  if (moved.length === 0) return;
  throw new RangeError(
    `the model has weights that change without being trained: ${moved.join(', ')}: expected none; of normalisations use LayerNormalization, not BatchNormalization`,
  );
}
