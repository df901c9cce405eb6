import type { LayerLayout } from './network-layout.ts';
import type { Activation } from './network-shape.ts';
import { createProduct } from './product.ts';
import { type Port, passDown, type TileLayer } from './tile-layer.ts';
import { type TileSpace, tileFloats } from './tile-space.ts';

/** y = f(W·x + b). */
export function createDenseLayer(
  space: TileSpace,
  { units, inputs, kernel, bias }: LayerLayout,
  activation: Activation,
  below: Port,
): TileLayer {
  const { kernels } = space;
  const activate = kernels[activation];
  const activateBackward = kernels[`${activation}Backward`];
  const product = createProduct(space, { inputs, rows: units, kernel, bias, gradientFrom: below.gradientFrom });
  const valuesAt = space.perTile(tileFloats(units), space.steps);
  const deltaAt = space.perTile(tileFloats(units), space.steps);
  const gradientAt = space.shared(tileFloats(units));

  return {
    units,
    at: valuesAt,
    gradientAt: () => gradientAt,
    gradientFrom: 0,
    adds: false,
    prepare: () => product.prepare(),
    begin() {},
    forward(step) {
      product.forward(below.at(step), valuesAt(step));
      activate(valuesAt(step), deltaAt(step), units);
    },
    beginBackward() {},
    backward(step) {
      activateBackward(valuesAt(step), gradientAt, deltaAt(step), units);
      passDown(product.backward, product.backwardAdd, deltaAt(step), below);
    },
    weightGradient: (from, to) => product.weightGradient(deltaAt, below.at, from, to),
  };
}

/** The linear layer on top of a network: y = W·x + b. Its gradient by the outputs is put in the place of each step. */
export interface LinearLayer extends TileLayer {
  outputGradientAt(step: number): number;
}

/** The last layer. */
export function createLinearLayer(
  space: TileSpace,
  { units, inputs, kernel, bias }: LayerLayout,
  below: Port,
): LinearLayer {
  const product = createProduct(space, { inputs, rows: units, kernel, bias, gradientFrom: below.gradientFrom });
  const valuesAt = space.perTile(tileFloats(units), space.steps);
  const deltaAt = space.perTile(tileFloats(units), space.steps);
  return {
    units,
    at: valuesAt,
    gradientAt: () => 0,
    gradientFrom: 0,
    adds: false,
    outputGradientAt: deltaAt,
    prepare: () => product.prepare(),
    begin() {},
    forward: (step) => product.forward(below.at(step), valuesAt(step)),
    beginBackward() {},
    backward: (step) => passDown(product.backward, product.backwardAdd, deltaAt(step), below),
    weightGradient: (from, to) => product.weightGradient(deltaAt, below.at, from, to),
  };
}
