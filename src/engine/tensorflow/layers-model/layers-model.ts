import type { Tensor, Variable } from '@tensorflow/tfjs-core';

/** Sizes of a tensor's dimensions, null where any size will do. */
export type ModelShape = readonly (number | null)[];

/**
 * What is asked of a user's `tf.LayersModel` (`tf.sequential`, `tf.model`, `tf.loadLayersModel`), of any architecture
 * with one input and one output.
 */
export interface LayersModel {
  readonly inputs: readonly { readonly shape: ModelShape }[];
  readonly outputs: readonly { readonly shape: ModelShape }[];
  readonly trainableWeights: readonly LayersModelWeight[];
  /** Those of frozen layers, and whatever else training does not step; none when absent. */
  readonly nonTrainableWeights?: readonly LayersModelWeight[] | undefined;
  apply(inputs: Tensor, options?: { training?: boolean }): unknown;
}

/** A `tf.LayerVariable`. */
export interface LayersModelWeight {
  readonly name: string;
  readonly shape: ModelShape;
  /** The variable that holds its values. */
  read(): Tensor;
}

/**
 * Throws a RangeError unless a model reads `inputs` numbers a row (with `window`: at each of that many steps) and gives
 * `outputs`.
 */
export function checkModel(model: LayersModel, inputs: number, outputs: number, window?: number): void {
  const expected = window === undefined ? [null, inputs] : [null, window, inputs];
  requireShape('input', model.inputs, expected);
  requireShape('output', model.outputs, [null, outputs]);
}

/** The model's outputs for a tensor of inputs. */
export function applyModel(model: LayersModel, inputs: Tensor, training: boolean): Tensor {
  const outputs = model.apply(inputs, { training });
  return (Array.isArray(outputs) ? outputs[0] : outputs) as Tensor;
}

/** Numbers among a model's weights that are trained. */
export function modelSize(model: LayersModel): number {
  return trainableVariables(model).reduce((sum, { size }) => sum + size, 0);
}

/** Variables of a model's trainable weights, in their order. */
export function trainableVariables(model: LayersModel): Variable[] {
  return model.trainableWeights.map(variableOf);
}

/** Variables of a model's other weights, in their order. */
export function fixedVariables({ nonTrainableWeights = [] }: LayersModel): Variable[] {
  return nonTrainableWeights.map(variableOf);
}

function variableOf(weight: LayersModelWeight): Variable {
  const value = weight.read() as Variable;
  if (typeof value.assign === 'function') return value;
  throw new RangeError(`weight '${weight.name}' of the model is no variable: expected a tf.LayersModel`);
}

function requireShape(what: string, tensors: LayersModel['inputs'], expected: ModelShape): void {
  if (tensors.length !== 1) throw new RangeError(`the model has ${tensors.length} ${what}s: expected 1`);
  const { shape } = tensors[0];
  const fits =
    shape.length === expected.length &&
    shape[0] === null &&
    shape.every((size, d) => size === expected[d] || (size === null && d < shape.length - 1));
  if (!fits) {
    throw new RangeError(`the model's ${what} has shape ${describe(shape)}: expected ${describe(expected)}`);
  }
}

function describe(shape: ModelShape): string {
  return `[${shape.map((size) => size ?? 'null').join(', ')}]`;
}
