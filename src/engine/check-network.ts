import { requireCount } from '../support/require.ts';

/** Throws a RangeError unless a figure of a network's shape is a whole number from 1 to 65 536. */
export function requireSize(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1 || value > 65_536) {
    throw new RangeError(`${name} is ${value}: expected a whole number from 1 to 65536`);
  }
}

/** Throws a RangeError unless the arguments of `NetworkKernel.forward` fit the network. */
export function requireBatch(
  weights: Float32Array,
  size: number,
  inputs: Float32Array,
  inputsPerRow: number,
  rows: number,
): void {
  requireCount('rows', rows);
  requireLength('weights', weights, size);
  requireLength('inputs', inputs, inputsPerRow * rows);
}

/** Throws a RangeError unless an array has the length expected. */
export function requireLength(name: string, values: Float32Array, expected: number): void {
  if (values.length !== expected) throw new RangeError(`${name} has length ${values.length}: expected ${expected}`);
}
