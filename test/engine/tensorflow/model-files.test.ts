import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { initialWeights } from '../../../src/engine/network/initial-weights.ts';
import { networkSize } from '../../../src/engine/network/network-layout.ts';
import { denseLayers, type LayerShape, type NetworkShape } from '../../../src/engine/network/network-shape.ts';
import { loadModel } from '../../../src/engine/tensorflow/model-files/load-model.ts';
import type { ModelForm } from '../../../src/engine/tensorflow/model-files/model-form.ts';
import { saveModel } from '../../../src/engine/tensorflow/model-files/save-model.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { loadingFrom, savingTo } from './folder-io.ts';
import { forwardNetwork } from './network-forward.ts';

const ROWS = 3;
const STEPS = 5;

let folder: string;
beforeAll(() => {
  tf.env().set('PROD', true);
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Weights away from 0, biases too. */
function weightsOf(shape: NetworkShape): Float32Array {
  const stream = createRandomStream(7, 'weights');
  return initialWeights(shape, stream).map((weight) => weight + 0.3 * stream.normal());
}

function inputsOf(inputs: number): number[][][] {
  const stream = createRandomStream(8, 'inputs');
  return Array.from({ length: ROWS }, () =>
    Array.from({ length: STEPS }, () => Array.from({ length: inputs }, () => Math.fround(stream.normal()))),
  );
}

/** Our outputs for the inputs of a model in this form. */
function ours(network: NetworkShape, weights: Float32Array, kind: ModelForm['kind']): number[] {
  return inputsOf(network.inputs).flatMap((steps) => {
    if (kind === 'rows') return forwardNetwork(network, weights, [steps[0]])[0];
    const outputs = forwardNetwork(network, weights, steps);
    return kind === 'sequence' ? outputs.flat() : outputs.at(-1)!;
  });
}

/** Outputs of TensorFlow.js for the same. */
function theirs(model: tf.LayersModel, inputs: number, kind: ModelForm['kind']): number[] {
  const rows = inputsOf(inputs);
  return tf.tidy(() => {
    const given = kind === 'rows' ? tf.tensor2d(rows.map(([first]) => first)) : tf.tensor3d(rows);
    return [...(model.predict(given) as tf.Tensor).dataSync()];
  });
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  expect(scale).toBeGreaterThan(0.01);
  for (const [k, value] of expected.entries()) expect(Math.abs(found[k] - value)).toBeLessThan(1e-5 * scale);
}

const lstm: LayerShape = { kind: 'lstm', units: 4 };
const gru: LayerShape = { kind: 'gru', units: 3 };
const dropout: LayerShape = { kind: 'dropout', rate: 0.25 };
const stacks: Readonly<Record<string, readonly LayerShape[]>> = {
  'no hidden layer': [],
  relu: denseLayers([7, 5], 'relu'),
  silu: denseLayers([6, 4], 'silu'),
  tanh: denseLayers([5], 'tanh'),
  'dropout between dense': [...denseLayers([5], 'silu'), dropout, ...denseLayers([4], 'relu'), dropout],
  lstm: [lstm],
  'two lstm': [lstm, { kind: 'lstm', units: 2 }],
  gru: [gru],
  'two gru': [gru, { kind: 'gru', units: 5 }],
  mixed: [...denseLayers([4], 'tanh'), lstm, dropout, gru, ...denseLayers([6], 'silu'), dropout],
};
const isStateful = (layers: readonly LayerShape[]) => layers.some(({ kind }) => kind === 'lstm' || kind === 'gru');
const cases = Object.entries(stacks).flatMap(([name, layers]) => {
  const forms: readonly ModelForm[] = isStateful(layers)
    ? [
        { kind: 'sequence', steps: null },
        { kind: 'sequence', steps: STEPS },
        { kind: 'window', steps: STEPS },
        { kind: 'window', steps: null },
      ]
    : [{ kind: 'rows' }, { kind: 'sequence', steps: null }];
  return forms.map((form) => [name, form, { inputs: 3, layers, outputs: 2 } satisfies NetworkShape] as const);
});

describe('a network of ours', () => {
  it.each(cases)('%s, as %o, gives the same outputs in TensorFlow.js', async (_, form, network) => {
    const weights = weightsOf(network);
    await saveModel(folder, { network, weights, form });
    const model = await tf.loadLayersModel(loadingFrom(folder));
    expectClose(theirs(model, network.inputs, form.kind), ours(network, weights, form.kind));
    model.dispose();
  });

  it.each(cases)('%s, as %o, comes back with the same bits', async (_, form, network) => {
    const weights = weightsOf(network);
    await saveModel(folder, { network, weights, form });
    expect(await loadModel(folder)).toEqual({ network, weights, form, sidecar: {} });
  });

  it.each(cases)('%s, as %o, comes back after TensorFlow.js saved it anew', async (_, form, network) => {
    const weights = weightsOf(network);
    await saveModel(folder, { network, weights, form });
    const model = await tf.loadLayersModel(loadingFrom(folder));
    const again = join(folder, 'again');
    await model.save(savingTo(again));
    expect(await loadModel(again)).toEqual({ network, weights, form });
    model.dispose();
  });
});

describe('a network of TensorFlow.js', () => {
  const { layers } = tf;
  const cell = { recurrentActivation: 'sigmoid', biasInitializer: 'randomNormal' } as const;
  const dense = { biasInitializer: 'randomNormal' } as const;
  const made: Readonly<Record<string, readonly [ModelForm['kind'], NetworkShape, () => tf.layers.Layer[]]>> = {
    'dense with activations inside and beside, without a bias': [
      'rows',
      {
        inputs: 3,
        layers: [...denseLayers([6], 'relu'), ...denseLayers([5], 'silu'), dropout, ...denseLayers([4], 'tanh')],
        outputs: 2,
      },
      () => [
        layers.inputLayer({ inputShape: [3] }),
        layers.dense({ ...dense, units: 6, activation: 'relu' }),
        layers.dense({ ...dense, units: 5 }),
        layers.activation({ activation: 'swish' }),
        layers.dropout({ rate: 0.25 }),
        layers.dense({ units: 4, activation: 'tanh', useBias: false }),
        layers.activation({ activation: 'linear' }),
        layers.dense({ ...dense, units: 2 }),
        layers.activation({ activation: 'linear' }),
      ],
    ],
    'lstm over a window': [
      'window',
      { inputs: 3, layers: [lstm, { kind: 'lstm', units: 2 }], outputs: 1 },
      () => [
        layers.lstm({ ...cell, units: 4, returnSequences: true, inputShape: [STEPS, 3] }),
        layers.lstm({ ...cell, units: 2, unitForgetBias: false }),
        layers.dense({ ...dense, units: 1 }),
      ],
    ],
    'gru and lstm at every step': [
      'sequence',
      { inputs: 3, layers: [gru, dropout, lstm], outputs: 2 },
      () => [
        layers.gru({ ...cell, units: 3, returnSequences: true, inputShape: [null, 3] }),
        layers.dropout({ rate: 0.25 }),
        layers.lstm({ ...cell, units: 4, returnSequences: true, useBias: false }),
        layers.dense({ ...dense, units: 2 }),
      ],
    ],
  };

  it.each(Object.entries(made))('%s is read', async (_, [kind, network, make]) => {
    const model = tf.sequential({ layers: make() });
    await model.save(savingTo(folder));
    const loaded = await loadModel(folder);
    expect(loaded.network).toEqual(network);
    expect(loaded.form.kind).toBe(kind);
    expect(loaded.weights.length).toBe(networkSize(network));
    expectClose(theirs(model, network.inputs, kind), ours(network, loaded.weights, kind));
    model.dispose();
  });

  const head = () => layers.dense({ units: 1, name: 'top' });
  const refused: Readonly<Record<string, readonly [RegExp, () => tf.LayersModel]>> = {
    'a functional model': [
      /class (Model|Functional): expected Sequential/,
      () => {
        const inputs = tf.input({ shape: [3] });
        return tf.model({ inputs, outputs: layers.dense({ units: 1 }).apply(inputs) as tf.SymbolicTensor });
      },
    ],
    'an unknown layer': [
      /layer 'norm' \(BatchNormalization\) is of an unknown kind: expected Dense/,
      () => tf.sequential({ layers: [layers.batchNormalization({ name: 'norm', inputShape: [3] }), head()] }),
    ],
    'an unknown activation': [
      /layer 'odd' \(Dense\): activation is 'elu': expected relu, swish/,
      () =>
        tf.sequential({
          layers: [layers.dense({ name: 'odd', units: 2, activation: 'elu', inputShape: [3] }), head()],
        }),
    ],
    'a linear layer below': [
      /layer 'flat' \(Dense\) is linear/,
      () => tf.sequential({ layers: [layers.dense({ name: 'flat', units: 2, inputShape: [3] }), head()] }),
    ],
    'a bent last layer': [
      /layer 'bent' \(Dense\) is the last one: expected a linear Dense layer/,
      () => tf.sequential({ layers: [layers.dense({ name: 'bent', units: 2, activation: 'relu', inputShape: [3] })] }),
    ],
    'an activation of a cell': [
      /layer 'bend' \(Activation\): expected it to follow a linear Dense/,
      () =>
        tf.sequential({
          layers: [
            layers.lstm({ ...cell, units: 2, inputShape: [4, 3] }),
            layers.activation({ name: 'bend', activation: 'relu' }),
            head(),
          ],
        }),
    ],
    "the LSTM's default gates": [
      /layer 'hard' \(LSTM\): recurrent_activation is "hard_sigmoid": expected sigmoid/,
      () => tf.sequential({ layers: [layers.lstm({ name: 'hard', units: 2, inputShape: [4, 3] }), head()] }),
    ],
    'a cell that runs backwards': [
      /layer 'back' \(GRU\): go_backwards is true: expected false/,
      () =>
        tf.sequential({
          layers: [layers.gru({ ...cell, name: 'back', units: 2, goBackwards: true, inputShape: [4, 3] }), head()],
        }),
    ],
    'dropout inside a cell': [
      /layer 'leaky' \(LSTM\): recurrent_dropout is 0.5: expected 0/,
      () =>
        tf.sequential({
          layers: [
            layers.lstm({ ...cell, name: 'leaky', units: 2, recurrentDropout: 0.5, inputShape: [4, 3] }),
            head(),
          ],
        }),
    ],
    images: [
      /the input shape is \[null,4,4,3\]/,
      () => tf.sequential({ layers: [layers.dense({ units: 1, inputShape: [4, 4, 3] })] }),
    ],
  };
  it.each(Object.entries(refused))('%s is refused', async (_, [message, make]) => {
    const model = make();
    await model.save(savingTo(folder));
    await expect(loadModel(folder)).rejects.toThrow(message);
    await expect(loadModel(folder)).rejects.toMatchObject({ name: 'InputError' });
    model.dispose();
  });
});
