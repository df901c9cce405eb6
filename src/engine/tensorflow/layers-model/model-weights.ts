import { tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { requireLength } from '../../check-network.ts';
import { fixedVariables, type LayersModel, modelSize, trainableVariables } from './layers-model.ts';

/** A model's trainable weights, one after another in the model's order, each row-major: what training steps. */
export function readModelWeights(model: LayersModel): Float32Array {
  return readVariables(trainableVariables(model));
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
  const size = modelSize(model);
  if (weights.length !== size + 1) requireLength('weights', weights, size);
  writeVariables(trainableVariables(model), weights);
}

/** All weights of a model as they were at one moment, which nothing that happens to the model changes. */
export interface ModelCopy {
  /** Variables that training steps, in their order. */
  readonly variables: readonly Variable[];
  /** Their values, one after another. */
  readonly trained: Float32Array;
  /** Values of the weights that training does not step, those of frozen layers say. */
  readonly fixed: Float32Array;
  /**
   * Does something while the model has these weights, or others in the place of the trained ones, and then puts back
   * whatever it had.
   */
  readonly use: <T>(work: () => T, trained?: Float32Array) => T;
}

/** Copies the weights of a model, or takes the ones given for them. Throws a RangeError when these do not fit. */
export function copyModel(model: LayersModel, given: Partial<Pick<ModelCopy, 'trained' | 'fixed'>> = {}): ModelCopy {
  const variables = trainableVariables(model);
  const others = fixedVariables(model);
  const trained = given.trained?.slice() ?? readVariables(variables);
  const fixed = given.fixed?.slice() ?? readVariables(others);
  requireLength('trained', trained, sizeOf(variables));
  requireLength('fixed', fixed, sizeOf(others));

  function use<T>(work: () => T, current = trained): T {
    const all = [...variables, ...others];
    const before = all.map((variable) => variable.clone());
    try {
      writeVariables(variables, current);
      writeVariables(others, fixed);
      return work();
    } finally {
      for (const [k, variable] of all.entries()) {
        variable.assign(before[k]);
        before[k].dispose();
      }
    }
  }

  return { variables, trained, fixed, use };
}

/** Values of variables, one after another. */
function readVariables(variables: readonly Variable[]): Float32Array {
  const flat = new Float32Array(sizeOf(variables));
  let next = 0;
  for (const variable of variables) {
    flat.set(variable.dataSync(), next);
    next += variable.size;
  }
  return flat;
}

/** The way back; what follows the values of the last one is not read. */
function writeVariables(variables: readonly Variable[], values: Float32Array): void {
  tidy(() => {
    let next = 0;
    for (const variable of variables) {
      variable.assign(tensor(values.slice(next, next + variable.size), variable.shape, variable.dtype));
      next += variable.size;
    }
  });
}

function sizeOf(variables: readonly Variable[]): number {
  return variables.reduce((sum, { size }) => sum + size, 0);
}
