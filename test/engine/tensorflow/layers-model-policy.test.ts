import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NetworkShape } from '../../../src/engine/network/network-shape.ts';
import {
  isBandHead,
  type PolicyBatch,
  type PolicyHead,
  type PolicyLoss,
} from '../../../src/engine/policy/policy-problem.ts';
import {
  createLayersModelObjective,
  initialModelWeights,
  type PolicyModelProblem,
} from '../../../src/engine/tensorflow/layers-model/layers-model-objective.ts';
import { readModelWeights, writeModelWeights } from '../../../src/engine/tensorflow/layers-model/model-weights.ts';
import { createAdam } from '../../../src/engine/training/adam.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { cvar } from '../../../src/risk/cvar.ts';
import { variance } from '../../../src/risk/variance.ts';
import { centralDifferences, referenceLoss, referencePnl } from './hedging-reference.ts';
import { forwardNetwork } from './network-forward.ts';

const PATHS = 7;

beforeAll(() => {
  tf.env().set('PROD', true);
});

function problemOf(change: Partial<PolicyModelProblem> = {}): PolicyModelProblem {
  return {
    kind: 'policy',
    steps: 4,
    signals: 2,
    instruments: 2,
    readsHoldings: true,
    head: 'band',
    bandScale: 0.3,
    proportionalCost: [0.02, 0.01],
    quadraticCost: [0.03, 0],
    unwinds: true,
    loss: { kind: 'entropic', riskAversion: 2 },
    ...change,
  };
}

function batchOf({ steps, signals, instruments }: PolicyModelProblem, paths = PATHS): PolicyBatch {
  const stream = createRandomStream(3, 'paths');
  const normals = (length: number, mean: number, sd: number) =>
    Float32Array.from({ length }, () => mean + sd * stream.normal());
  return {
    paths,
    signals: normals(steps * signals * paths, 0, 1),
    prices: normals((steps + 1) * instruments * paths, 1, 0.3),
    reference: normals(steps * instruments * paths, 0.5, 0.4),
    unhedged: normals(paths, 0, 0.3),
  };
}

/** A network of the family that `forwardNetwork` computes, as a model of the user's, and how to read its weights. */
function modelOf(problem: PolicyModelProblem) {
  const { signals, instruments, readsHoldings, head } = problem;
  const inputs = signals + (readsHoldings ? instruments : 0);
  const outputs = isBandHead(head) ? 2 * instruments : instruments;
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 3, activation: 'tanh', inputShape: [inputs] }),
      tf.layers.dense({ units: outputs }),
    ],
  });
  const stream = createRandomStream(5, 'weights');
  writeModelWeights(
    model,
    readModelWeights(model).map(() => 0.6 * stream.normal()),
  );
  const shape: NetworkShape = { inputs, layers: [{ kind: 'dense', units: 3, activation: 'tanh' }], outputs };
  /** Keras's matrices are `[inputs][units]`. */
  const forward = (weights: ArrayLike<number>) => {
    const flat = new Float64Array(3 * (inputs + 1) + outputs * 4);
    const transpose = (at: number, rows: number, columns: number) => {
      for (let i = 0; i < rows; ++i)
        for (let j = 0; j < columns; ++j) flat[at + j * rows + i] = weights[at + i * columns + j];
    };
    const first = 3 * inputs;
    const second = first + 3 + 3 * outputs;
    transpose(0, inputs, 3);
    transpose(first, 1, 3);
    transpose(first + 3, 3, outputs);
    transpose(second, 1, outputs);
    return (row: readonly number[]) => forwardNetwork(shape, flat, [row])[0];
  };
  return { model, forward };
}

function expectRelative(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(expected.length);
  const scale = Math.max(...Array.from(expected, Math.abs));
  expect(scale).toBeGreaterThan(1e-3);
  for (let k = 0; k < expected.length; ++k) expect(Math.abs(found[k] - expected[k])).toBeLessThan(tolerance * scale);
}

/** Loss, results and gradient against float64 and its central differences. */
function expectReference(problem: PolicyModelProblem, batch: PolicyBatch, rowsAtOnce?: number): void {
  const { model, forward } = modelOf(problem);
  const objective = createLayersModelObjective(model, problem, { rowsAtOnce });
  const weights = initialModelWeights(model, problem);
  if (problem.loss.kind === 'cvar') weights[weights.length - 1] = 0.1;
  const pnlOf = (w: ArrayLike<number>) => referencePnl(problem, forward(w), batch);
  const lossOf = (w: Float64Array) => referenceLoss(problem.loss, pnlOf(w), w[w.length - 1]);
  const expected = lossOf(Float64Array.from(weights));
  const { loss, gradient } = objective.lossAndGradient(weights, batch);
  expect(objective.size).toBe(weights.length);
  expect(loss).toBeCloseTo(expected, 5);
  expect(objective.loss(weights, batch)).toBeCloseTo(expected, 5);
  expectRelative(objective.results(weights, batch), pnlOf(weights), 1e-5);
  expectRelative(gradient, centralDifferences(lossOf, weights), 1e-4);
  model.dispose();
}

const losses: readonly PolicyLoss[] = [
  { kind: 'entropic', riskAversion: 2 },
  { kind: 'cvar', level: 0.5 },
  { kind: 'variance' },
  { kind: 'mean-sd', riskAversion: 1.5 },
  { kind: 'mean-square' },
];
const heads: readonly PolicyHead[] = ['holding', 'correction', 'band', 'free-band'];
const changes: Readonly<Record<string, Partial<PolicyModelProblem>>> = {
  'one instrument, no costs': { instruments: 1, proportionalCost: [0], quadraticCost: [0] },
  'no holdings read, nothing unwound': { readsHoldings: false, unwinds: false },
  'holdings alone read': { signals: 0 },
  'P&L so far read': { pnlScale: 0.7 },
  'P&L so far alone read, nothing unwound': { pnlScale: 0.7, signals: 1, readsHoldings: false, unwinds: false },
  'the usual band': { bandScale: undefined },
};

describe('a policy model of the user', () => {
  it.each(heads.flatMap((head) => losses.map((loss) => [head, loss.kind, loss] as const)))(
    '%s, %s: loss, P&L and gradient are those of float64',
    (head, _, loss) => {
      const problem = problemOf({ head, loss });
      expectReference(problem, batchOf(problem));
    },
  );

  it.each(Object.entries(changes))('%s: loss, P&L and gradient are those of float64', (_, change) => {
    const problem = problemOf(change);
    expectReference(problem, batchOf(problem));
  });

  it.each(losses.map((loss) => [loss.kind, loss] as const))(
    '%s: a large batch goes in parts to the same end',
    (_, loss) => {
      const problem = problemOf({ loss });
      expectReference(problem, batchOf(problem), 3);
      expectReference(problem, { ...batchOf(problem), range: [1, 6] }, 2);
    },
  );

  it('reads a range of paths alone', () => {
    const problem = problemOf();
    expectReference(problem, { ...batchOf(problem), range: [2, 5] });
  });

  it.each([undefined, 3])('takes a criterion of the caller, at most %s rows at once', (rowsAtOnce) => {
    const problem = problemOf({ loss: { kind: 'criterion' } });
    const { model } = modelOf(problem);
    const weights = readModelWeights(model);
    const batch = batchOf(problem);
    const found = createLayersModelObjective(model, problem, { criterion: variance(), rowsAtOnce }).lossAndGradient(
      weights,
      batch,
    );
    const known = createLayersModelObjective(model, problemOf({ loss: { kind: 'variance' } })).lossAndGradient(
      weights,
      batch,
    );
    expect(found.loss).toBeCloseTo(known.loss, 5);
    expectRelative(found.gradient, known.gradient, 1e-4);
    expect(() => createLayersModelObjective(model, problem)).toThrow(/no criterion was given/);
  });

  it('has no gradient by a trade of zero', () => {
    // Two equal holdings in a row: only the first trade and the unwinding cost something.
    const problem = problemOf({
      steps: 2,
      signals: 1,
      instruments: 1,
      readsHoldings: false,
      head: 'holding',
      proportionalCost: [0.1],
      quadraticCost: [0],
      unwinds: false,
      loss: { kind: 'mean-sd', riskAversion: 1e-6 },
    });
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, useBias: false, inputShape: [1] })] });
    const batch = {
      paths: 1,
      signals: Float32Array.of(1, 1),
      prices: Float32Array.of(1, 1, 1),
      unhedged: Float32Array.of(0),
    };
    const objective = createLayersModelObjective(model, problem);
    expect(objective.lossAndGradient(Float32Array.of(2), batch).gradient[0]).toBeCloseTo(0.1, 6);
    expect(objective.lossAndGradient(Float32Array.of(0), batch).gradient[0]).toBe(0);
  });

  it('takes any architecture, and leaves its weights as they are', () => {
    const problem = problemOf({ loss: { kind: 'cvar', level: 0.5 } });
    const input = tf.input({ shape: [4] });
    const frozen = tf.layers.dense({ units: 3, activation: 'selu', trainable: false });
    const twice = tf.layers.concatenate().apply([frozen.apply(input) as tf.SymbolicTensor, input]) as tf.SymbolicTensor;
    const normal = tf.layers.layerNormalization().apply(twice);
    const model = tf.model({
      inputs: input,
      outputs: tf.layers.dense({ units: 4 }).apply(normal) as tf.SymbolicTensor,
    });
    const before = readModelWeights(model);
    expect(before.length).toBe(7 + 7 + 7 * 4 + 4);
    const objective = createLayersModelObjective(model, problem);
    const weights = initialModelWeights(model, problem).map((x, k) => x + 0.1 * Math.sin(k));
    const batch = batchOf(problem);
    const { gradient } = objective.lossAndGradient(weights, batch);
    expect(gradient.length).toBe(before.length + 1);
    expect(readModelWeights(model)).toEqual(before);
    // Along the gradient, the loss rises by its square.
    const step = 1e-2;
    const moved = (sign: number) =>
      objective.loss(
        weights.map((w, k) => w + sign * step * gradient[k]),
        batch,
      );
    const square = gradient.reduce((sum, g) => sum + g * g, 0);
    expect((moved(1) - moved(-1)) / (2 * step)).toBeCloseTo(square, 1 - Math.round(Math.log10(square)));
    writeModelWeights(model, weights);
    expect(readModelWeights(model)).toEqual(weights.subarray(0, before.length));
    expect(() => writeModelWeights(model, weights.subarray(2))).toThrow(RangeError);
  });

  it('drops units when a key is given, and only then', () => {
    const problem = problemOf({ head: 'holding' });
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 40, inputShape: [4] }),
        tf.layers.dropout({ rate: 0.5 }),
        tf.layers.dense({ units: 2 }),
      ],
    });
    const objective = createLayersModelObjective(model, problem);
    const weights = initialModelWeights(model, problem);
    const batch = batchOf(problem);
    const { loss } = objective.lossAndGradient(weights, batch);
    expect(objective.lossAndGradient(weights, batch).loss).toBe(loss);
    expect(objective.lossAndGradient(weights, batch, { dropoutKey: 1 }).loss).not.toBe(loss);
  });

  it('never splits a batch while it drops units', () => {
    const problem = problemOf({ head: 'holding' });
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 40, inputShape: [4] }),
        tf.layers.dropout({ rate: 0.5, seed: 3 }),
        tf.layers.dense({ units: 2 }),
      ],
    });
    const weights = initialModelWeights(model, problem);
    const [whole, split] = [4096, 2].map((rowsAtOnce) =>
      createLayersModelObjective(model, problem, { rowsAtOnce }).lossAndGradient(weights, batchOf(problem), {
        dropoutKey: 1,
      }),
    );
    expect(split).toEqual(whole);
  });

  it('is trained by Adam', () => {
    const problem = problemOf({ loss: { kind: 'mean-square' } });
    const { model } = modelOf(problem);
    const objective = createLayersModelObjective(model, problem);
    const batch = batchOf(problem);
    const weights = initialModelWeights(model, problem);
    const before = objective.loss(weights, batch);
    const adam = createAdam({ learningRate: 0.03 });
    for (let step = 0; step < 40; ++step) adam.step(weights, objective.lossAndGradient(weights, batch).gradient);
    adam.dispose();
    expect(objective.loss(weights, batch)).toBeLessThan(0.5 * before);
  });

  it('keeps no tensors, not even when it fails', () => {
    const problem = problemOf({ loss: { kind: 'cvar', level: 0.9 } });
    const { model } = modelOf(problem);
    const whole = createLayersModelObjective(model, problem);
    const split = createLayersModelObjective(model, problem, { rowsAtOnce: 2 });
    const failing = createLayersModelObjective(
      model,
      { ...problem, loss: { kind: 'criterion' } },
      {
        criterion: {
          ...cvar(0.5),
          gradient: () => {
            throw new Error('inside');
          },
        },
      },
    );
    const weights = initialModelWeights(model, problem);
    const batch = batchOf(problem);
    const { numTensors, numDataBuffers } = tf.memory();
    for (const objective of [whole, split]) {
      objective.lossAndGradient(weights, batch);
      objective.loss(weights, batch);
      objective.results(weights, batch);
    }
    expect(() => failing.lossAndGradient(weights.subarray(1), batch)).toThrow('inside');
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });

  it('refuses what does not fit', () => {
    const problem = problemOf();
    const { model } = modelOf(problem);
    const make = (change: Partial<PolicyModelProblem>) => () =>
      createLayersModelObjective(model, { ...problem, ...change });
    expect(make({ signals: 3 })).toThrow("the model's input has shape [null, 4]: expected [null, 5]");
    expect(make({ head: 'holding' })).toThrow("the model's output has shape [null, 4]: expected [null, 2]");
    expect(make({ steps: 0 })).toThrow(/steps is 0/);
    expect(() => createLayersModelObjective(model, problem, { rowsAtOnce: 0 })).toThrow(/rowsAtOnce is 0/);
    const inputs = [1, 2].map(() => tf.input({ shape: [4] }));
    const outputs = tf.layers.dense({ units: 4 }).apply(tf.layers.add().apply(inputs)) as tf.SymbolicTensor;
    expect(() => createLayersModelObjective(tf.model({ inputs, outputs }), problem)).toThrow(
      /the model has 2 inputs: expected 1/,
    );
    const frozen = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [4], trainable: false })] });
    expect(() => createLayersModelObjective(frozen, problem)).toThrow(/no trainable weights/);

    const objective = createLayersModelObjective(model, problem);
    const weights = readModelWeights(model);
    const batch = batchOf(problem);
    const evaluate = (change: Partial<PolicyBatch>) => () =>
      objective.lossAndGradient(weights, { ...batch, ...change });
    expect(() => objective.lossAndGradient(weights.subarray(1), batch)).toThrow(/weights has length/);
    expect(evaluate({ prices: new Float32Array(3) })).toThrow(/prices has length 3/);
    expect(evaluate({ reference: undefined })).toThrow(/reference is missing: the band head needs it/);
    expect(evaluate({ range: [3, 3] })).toThrow(/range is \[3, 3\)/);
    expect(evaluate({ paths: 0 })).toThrow(/paths is 0/);
  });
});
