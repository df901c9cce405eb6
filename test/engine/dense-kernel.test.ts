import { describe, expect, it } from 'vitest';
import { createDenseKernel, denseWeightCount, initialDenseWeights } from '../../src/engine/dense-kernel.ts';
import type { DenseShape } from '../../src/engine/network.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { describeNetworkKernel, type NetworkCase } from './network-suite.ts';
import { denseFloat64, denseGraph } from './reference-networks.ts';

function dense(activation: DenseShape['activation'], inputs: number, hidden: readonly number[], outputs: number) {
  return { kind: 'dense', inputs, hidden, outputs, activation } satisfies DenseShape;
}

function named(shape: DenseShape, rows: number): NetworkCase<DenseShape> {
  const widths = [shape.inputs, ...shape.hidden, shape.outputs].join('→');
  return { name: `${shape.activation} ${widths}, ${rows} rows`, shape, rows };
}

describeNetworkKernel('dense kernel', {
  create: createDenseKernel,
  initial: initialDenseWeights,
  graph: denseGraph,
  float64: denseFloat64,
  inputsPerRow: (shape) => shape.inputs,
  cases: [
    named(dense('silu', 5, [32, 32], 2), 70),
    named(dense('relu', 5, [32, 32], 2), 70),
    named(dense('tanh', 5, [32, 32], 2), 70),
    named(dense('silu', 3, [7], 1), 13),
    named(dense('relu', 1, [5, 3, 9], 3), 8),
    named(dense('tanh', 6, [10, 1, 11], 5), 257),
    named(dense('silu', 4, [], 6), 64),
    named(dense('tanh', 2, [4], 1), 1),
    named(dense('silu', 9, [7, 13], 4), 513),
  ],
  small: named(dense('silu', 3, [5, 6], 2), 11),
});

describe('denseWeightCount', () => {
  it('counts weights and biases', () => {
    expect(denseWeightCount(dense('silu', 5, [32, 32], 2))).toBe(5 * 32 + 32 + 32 * 32 + 32 + 32 * 2 + 2);
  });

  it.each([
    [dense('silu', 0, [4], 1), 'inputs is 0'],
    [dense('silu', 2, [4, 2.5], 1), 'hidden[1] is 2.5'],
    [dense('silu', 2, [4], -1), 'outputs is -1'],
    [dense('gelu' as 'silu', 2, [4], 1), 'activation is gelu: expected silu, relu or tanh'],
  ])('refuses %j', (shape, message) => {
    expect(() => denseWeightCount(shape)).toThrow(message);
    expect(() => createDenseKernel(shape)).toThrow(message);
  });
});

describe('initialDenseWeights', () => {
  const shape = dense('relu', 50, [200], 50);

  it('scales by He and Glorot, with biases of 0', () => {
    const weights = initialDenseWeights(shape, createRandomStream(3, 'weights'));
    expect(deviation(weights.slice(0, 10_000))).toBeCloseTo(Math.sqrt(2 / 50), 2);
    expect(weights.slice(10_000, 10_200).every((b) => b === 0)).toBe(true);
    expect(deviation(weights.slice(10_200, 20_200))).toBeCloseTo(Math.sqrt(2 / 250), 2);
    expect(weights.slice(20_200).every((b) => b === 0)).toBe(true);
  });

  it('scales the last layer, and repeats by seed', () => {
    const weights = initialDenseWeights(shape, createRandomStream(3, 'weights'));
    const scaled = initialDenseWeights(shape, createRandomStream(3, 'weights'), 0.5);
    expect(scaled.every((w, k) => w === (k < 10_200 ? weights[k] : 0.5 * weights[k]))).toBe(true);
  });
});

function deviation(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
}
