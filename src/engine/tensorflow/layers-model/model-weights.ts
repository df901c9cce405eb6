import { tensor, tidy } from '@tensorflow/tfjs-core';
import { requireLength } from '../../check-network.ts';
import { type LayersModel, modelSize, trainableVariables } from './layers-model.ts';

/** A model's trainable weights, one after another in the model's order, each row-major: what training steps. */
export function readModelWeights(model: LayersModel): Float32Array {
  const flat = new Float32Array(modelSize(model));
  let next = 0;
  for (const variable of trainableVariables(model)) {
    flat.set(variable.dataSync<'float32'>(), next);
    next += variable.size;
  }
  return flat;
}

/**
 * Puts trained weights into a model. Those of the loss, behind the model's own, may be there or not.
 * Throws a RangeError when the length is another.
 *
 * @example
 * const { weights } = await trainNetwork({ weights: initialModelWeights(model, problem), … });
 * writeModelWeights(model, weights);
 */
export function writeModelWeights(model: LayersModel, weights: Float32Array): void {
  const variables = trainableVariables(model);
  const size = modelSize(model);
  if (weights.length !== size + 1) requireLength('weights', weights, size);
  tidy(() => {
    let next = 0;
    for (const variable of variables) {
      variable.assign(tensor(weights.slice(next, next + variable.size), variable.shape, 'float32'));
      next += variable.size;
    }
  });
}

/** Does something with other weights in a model, and puts back those it had. */
export function withModelWeights<T>(model: LayersModel, weights: Float32Array, work: () => T): T {
  const variables = trainableVariables(model);
  const before = variables.map((variable) => variable.clone());
  try {
    writeModelWeights(model, weights);
    return work();
  } finally {
    for (const [k, variable] of variables.entries()) {
      variable.assign(before[k]);
      before[k].dispose();
    }
  }
}
