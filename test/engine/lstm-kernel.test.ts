import { describe, expect, it } from 'vitest';
import { createLstmKernel, initialLstmWeights, lstmWeightCount } from '../../src/engine/lstm-kernel.ts';
import type { LstmShape } from '../../src/engine/network.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { describeNetworkKernel, type NetworkCase } from './network-suite.ts';
import { lstmFloat64, lstmGraph } from './reference-networks.ts';

function lstm(inputs: number, units: number, window: number, outputs: number): LstmShape {
  return { kind: 'lstm', inputs, units, window, outputs };
}

function named(shape: LstmShape, rows: number): NetworkCase<LstmShape> {
  const { inputs, units, window, outputs } = shape;
  return { name: `${inputs} inputs, ${units} units, ${window} steps, ${outputs} outputs, ${rows} rows`, shape, rows };
}

describeNetworkKernel('LSTM kernel', {
  create: createLstmKernel,
  initial: initialLstmWeights,
  graph: lstmGraph,
  float64: lstmFloat64,
  inputsPerRow: (shape) => shape.window * shape.inputs,
  cases: [
    named(lstm(8, 16, 22, 1), 9),
    named(lstm(1, 1, 1, 1), 1),
    named(lstm(3, 5, 2, 2), 9),
    named(lstm(2, 7, 3, 3), 260),
    named(lstm(5, 6, 40, 1), 4),
  ],
  small: named(lstm(2, 3, 4, 2), 7),
});

describe('lstmWeightCount', () => {
  it('counts gates and head', () => {
    expect(lstmWeightCount(lstm(8, 16, 22, 2))).toBe(64 * 24 + 64 + 32 + 2);
  });

  it.each([
    [lstm(0, 4, 3, 1), 'inputs is 0'],
    [lstm(2, 1.5, 3, 1), 'units is 1.5'],
    [lstm(2, 4, -3, 1), 'window is -3'],
    [lstm(2, 4, 3, Number.NaN), 'outputs is NaN'],
  ])('refuses %j', (shape, message) => {
    expect(() => lstmWeightCount(shape)).toThrow(message);
    expect(() => createLstmKernel(shape)).toThrow(message);
  });
});

describe('initialLstmWeights', () => {
  it('opens the forget gate and keeps the other biases at 0', () => {
    const weights = initialLstmWeights(lstm(2, 3, 4, 1), createRandomStream(1, 'weights'));
    expect([...weights.slice(60, 72)]).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
    expect(weights.at(-1)).toBe(0);
    expect(weights.slice(0, 60).every((w) => w !== 0 && Math.abs(w) <= Math.sqrt(6 / 5))).toBe(true);
    expect(initialLstmWeights(lstm(2, 3, 4, 1), createRandomStream(1, 'weights'))).toEqual(weights);
  });
});
