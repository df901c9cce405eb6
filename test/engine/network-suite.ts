import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { NetworkKernel } from '../../src/engine/network.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { centralDifferences, graphGradient, relativeError } from './reference-networks.ts';

export interface NetworkCase<Shape> {
  readonly name: string;
  readonly shape: Shape;
  readonly rows: number;
}

export interface NetworkUnderTest<Shape> {
  readonly create: (shape: Shape) => NetworkKernel;
  readonly initial: (shape: Shape, stream: ReturnType<typeof createRandomStream>) => Float32Array;
  readonly graph: (shape: Shape, weights: Tensor1D, inputs: Float32Array, rows: number) => Tensor2D;
  readonly float64: (shape: Shape, weights: Float64Array, inputs: Float32Array, rows: number) => Float64Array;
  readonly inputsPerRow: (shape: Shape) => number;
  readonly cases: readonly NetworkCase<Shape>[];
  /** Few weights and rows: held to central differences too. */
  readonly small: NetworkCase<Shape>;
}

/** Holds a kernel to the plain TensorFlow.js graph of its network, to float64, and to itself. */
export function describeNetworkKernel<Shape extends { readonly outputs: number }>(
  name: string,
  under: NetworkUnderTest<Shape>,
): void {
  const draw = ({ shape, rows }: NetworkCase<Shape>) => {
    const stream = createRandomStream(11, name, rows);
    const weights = under.initial(shape, stream);
    // Biases start at fixed values: move them, so that their gradients and places are tested too.
    for (let k = 0; k < weights.length; ++k) weights[k] += 0.1 * stream.normal();
    const inputs = Float32Array.from({ length: under.inputsPerRow(shape) * rows }, () => stream.normal());
    const outputGradient = Float32Array.from({ length: shape.outputs * rows }, () => stream.normal());
    return { weights, inputs, outputGradient };
  };

  describe(name, () => {
    it.each(under.cases)('agrees with TensorFlow.js: $name', (testCase) => {
      const { shape, rows } = testCase;
      const { weights, inputs, outputGradient } = draw(testCase);
      const kernel = under.create(shape);
      const outputs = kernel.forward(weights, inputs, rows);
      const gradient = kernel.backward(outputGradient);
      const expected = graphGradient((w) => under.graph(shape, w, inputs, rows), weights, outputGradient);
      expect(kernel.size).toBe(weights.length);
      expect(relativeError(outputs, expected.outputs)).toBeLessThan(1e-5);
      expect(relativeError(gradient, expected.gradient)).toBeLessThan(1e-4);
    });

    it('agrees with float64 and central differences', () => {
      const { shape, rows } = under.small;
      const { weights, inputs, outputGradient } = draw(under.small);
      const kernel = under.create(shape);
      const float64 = (w: Float64Array) => under.float64(shape, w, inputs, rows);
      expect(relativeError(kernel.forward(weights, inputs, rows), float64(Float64Array.from(weights)))).toBeLessThan(
        2e-6,
      );
      const gradient = kernel.backward(outputGradient);
      expect(relativeError(gradient, centralDifferences(float64, weights, outputGradient))).toBeLessThan(1e-5);
    });

    it('gives the same bits again, in a fresh kernel, and after a longer batch', () => {
      const long = { ...under.small, rows: 777 };
      const { shape } = long;
      const longBatch = draw(long);
      const { weights, inputs, outputGradient } = draw(under.small);
      const fresh = under.create(shape);
      const outputs = fresh.forward(weights, inputs, under.small.rows);
      const gradient = fresh.backward(outputGradient);
      const used = under.create(shape);
      const longOutputs = used.forward(longBatch.weights, longBatch.inputs, long.rows);
      const longGradient = used.backward(longBatch.outputGradient);
      expect(used.forward(weights, inputs, under.small.rows)).toEqual(outputs);
      expect(used.backward(outputGradient)).toEqual(gradient);
      expect(used.backward(outputGradient)).toEqual(gradient);
      expect(used.forward(longBatch.weights, longBatch.inputs, long.rows)).toEqual(longOutputs);
      expect(used.backward(longBatch.outputGradient)).toEqual(longGradient);
    });

    it('treats each row on its own', () => {
      const { shape, rows } = { ...under.small, rows: 300 };
      const { weights, inputs } = draw({ ...under.small, rows });
      const kernel = under.create(shape);
      const together = kernel.forward(weights, inputs, rows);
      for (const row of [0, 7, 255, 256, 299]) {
        const alone = inputs.filter((_, k) => k % rows === row);
        expect(kernel.forward(weights, alone, 1)).toEqual(together.filter((_, k) => k % rows === row));
      }
    });

    it('refuses arrays that do not fit', () => {
      const { shape, rows } = under.small;
      const { weights, inputs, outputGradient } = draw(under.small);
      const kernel = under.create(shape);
      expect(() => kernel.backward(outputGradient)).toThrow('backward was called before forward');
      expect(() => kernel.forward(weights.slice(1), inputs, rows)).toThrow(/weights has length \d+: expected \d+/);
      expect(() => kernel.forward(weights, inputs.slice(1), rows)).toThrow(/inputs has length/);
      expect(() => kernel.forward(weights, inputs, 0)).toThrow('rows is 0');
      expect(() => kernel.forward(weights, inputs, 1.5)).toThrow('rows is 1.5');
      kernel.forward(weights, inputs, rows);
      expect(() => kernel.backward(outputGradient.slice(1))).toThrow(/outputGradient has length/);
    });
  });
}
