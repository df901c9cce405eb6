import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createLayersModelObjective,
  type ForecasterModelProblem,
  initialModelWeights,
  type PolicyModelProblem,
} from '../../../src/engine/tensorflow/layers-model/layers-model-objective.ts';
import { copyModel, readModelWeights } from '../../../src/engine/tensorflow/layers-model/model-weights.ts';

const problem: PolicyModelProblem = {
  kind: 'policy',
  steps: 2,
  signals: 3,
  instruments: 1,
  readsHoldings: false,
  head: 'holding',
  proportionalCost: [0.01],
  quadraticCost: [0],
  unwinds: true,
  loss: { kind: 'mean-square' },
};
const PATHS = 6;
const wave = (length: number) => Float32Array.from({ length }, (_, k) => Math.sin(1 + k));
const batch = { paths: PATHS, signals: wave(2 * 3 * PATHS), prices: wave(3 * PATHS), unhedged: wave(PATHS) };

/** Every weight of a model, in bits. */
const allWeights = (model: tf.LayersModel) => model.weights.map((weight) => Array.from(weight.read().dataSync()));

beforeAll(() => {
  tf.env().set('PROD', true);
});

/** Moves what moves by itself. */
function train(model: tf.LayersModel): void {
  tf.tidy(() => void model.apply(tf.randomNormal([9, 3]), { training: true }));
}

const hidden = (options: { trainable?: boolean } = {}) =>
  tf.layers.dense({ units: 5, activation: 'tanh', inputShape: [3], biasInitializer: 'randomNormal', ...options });
const head = () => tf.layers.dense({ units: 1 });

describe('weights that are not trained', () => {
  const normalised: Readonly<Record<string, () => tf.LayersModel>> = {
    'a layer': () => tf.sequential({ layers: [hidden(), tf.layers.batchNormalization(), head()] }),
    'a frozen layer': () =>
      tf.sequential({ layers: [hidden(), tf.layers.batchNormalization({ trainable: false }), head()] }),
    'a layer of a model inside': () => {
      const inner = tf.sequential({ layers: [hidden(), tf.layers.batchNormalization()] });
      return tf.sequential({ layers: [inner, head()] });
    },
  };
  it.each(Object.entries(normalised))('are refused where they move: BatchNormalization in %s', (_, make) => {
    const model = make();
    const before = allWeights(model);
    const { numTensors } = tf.memory();
    const create = () => createLayersModelObjective(model, problem);
    expect(create).toThrow(RangeError);
    expect(create).toThrow(
      /weights that change without being trained: '.*\/moving_mean', '.*\/moving_variance': expected none/,
    );
    expect(allWeights(model)).toEqual(before);
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it('are refused where they move in a forecaster', () => {
    const forecaster: ForecasterModelProblem = { kind: 'forecaster', inputs: 2, window: 4, horizons: 1, loss: 'qlike' };
    const layers = (normalisation: tf.layers.Layer) => [
      tf.layers.conv1d({ inputShape: [4, 2], filters: 3, kernelSize: 2 }),
      normalisation,
      tf.layers.globalAveragePooling1d({}),
      head(),
    ];
    const make = (normalisation: tf.layers.Layer) => () =>
      createLayersModelObjective(tf.sequential({ layers: layers(normalisation) }), forecaster);
    expect(make(tf.layers.batchNormalization())).toThrow(/moving_mean/);
    expect(make(tf.layers.layerNormalization())).not.toThrow();
  });

  it('of frozen layers stay as they are, and the others are trained', () => {
    const model = tf.sequential({ layers: [hidden({ trainable: false }), head()] });
    const before = allWeights(model);
    const objective = createLayersModelObjective(model, problem);
    const weights = initialModelWeights(model, problem);
    expect(objective.size).toBe(6);
    const { loss, gradient } = objective.lossAndGradient(weights, batch, { dropoutKey: 1 });
    expect(gradient.some((slope) => slope !== 0)).toBe(true);
    expect(objective.loss(weights, batch)).toBeCloseTo(loss, 6);
    expect(allWeights(model)).toEqual(before);
  });

  it('of frozen layers are those of the time when the objective was made', () => {
    const model = tf.sequential({ layers: [hidden({ trainable: false }), head()] });
    const objective = createLayersModelObjective(model, problem);
    const weights = initialModelWeights(model, problem);
    const before = objective.lossAndGradient(weights, batch);
    const { numTensors } = tf.memory();
    tf.tidy(() => {
      model.setWeights(model.getWeights().map((weight) => tf.mul(weight, 2)));
    });
    const changed = allWeights(model);
    expect(objective.lossAndGradient(weights, batch)).toEqual(before);
    expect(createLayersModelObjective(model, problem).loss(weights, batch)).not.toBeCloseTo(before.loss, 3);
    expect(allWeights(model)).toEqual(changed);
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});

describe('a copy of a model', () => {
  it('holds all weights, in inference those of BatchNormalization too, through what happens to the model', () => {
    const model = tf.sequential({ layers: [hidden(), tf.layers.batchNormalization(), head()] });
    const { trained, fixed, use } = copyModel(model);
    expect([trained.length, fixed.length]).toEqual([20 + 10 + 6, 10]);
    const before = allWeights(model);
    train(model);
    const changed = allWeights(model);
    expect(changed).not.toEqual(before);
    use(() => expect(allWeights(model)).toEqual(before));
    const fail = () =>
      use(() => {
        train(model);
        throw new Error('inside');
      });
    expect(fail).toThrow('inside');
    expect(allWeights(model)).toEqual(changed);
  });

  it('still fits when layers are frozen later', () => {
    const model = tf.sequential({ layers: [hidden(), head()] });
    const copy = copyModel(model);
    const before = allWeights(model);
    model.layers[0].trainable = false;
    tf.tidy(() => {
      model.setWeights(model.getWeights().map((weight) => tf.mul(weight, 2)));
    });
    copy.use(() => expect(allWeights(model)).not.toEqual([]));
    model.layers[0].trainable = true;
    copy.use(() => expect(allWeights(model)).toEqual(before));
    expect(() => copyModel(model, { trained: new Float32Array(3) })).toThrow('trained has length 3: expected 26');
    expect(() => copyModel(model, { fixed: new Float32Array(1) })).toThrow('fixed has length 1: expected 0');
  });
});

describe('training mode', () => {
  /** Rows of the inputs that a model is given during some work. */
  function rowsDuring(model: tf.LayersModel, work: () => void): number[] {
    const rows: number[] = [];
    const { apply } = model;
    model.apply = (inputs, options) => {
      rows.push((inputs as tf.Tensor).shape[0]!);
      return apply.call(model, inputs, options);
    };
    work();
    model.apply = apply;
    return rows;
  }

  it('splits a large batch where no units are dropped', () => {
    const model = tf.sequential({ layers: [hidden(), head()] });
    const weights = readModelWeights(model);
    const whole = createLayersModelObjective(model, problem).lossAndGradient(weights, batch, { dropoutKey: 1 });
    const split = createLayersModelObjective(model, problem, { rowsAtOnce: 2 });
    let found = whole;
    const rows = rowsDuring(model, () => {
      found = split.lossAndGradient(weights, batch, { dropoutKey: 1 });
    });
    expect(Math.max(...rows)).toBe(2);
    expect(found.loss).toBeCloseTo(whole.loss, 5);
    for (const [k, slope] of whole.gradient.entries()) expect(found.gradient[k]).toBeCloseTo(slope, 4);
  });

  it('is left between two parts when the signal says so', () => {
    const model = tf.sequential({ layers: [hidden(), head()] });
    const before = allWeights(model);
    const objective = createLayersModelObjective(model, problem, { rowsAtOnce: 2 });
    const weights = readModelWeights(model).fill(1);
    const { numTensors } = tf.memory();
    for (const evaluate of [objective.lossAndGradient, objective.loss, objective.results]) {
      for (const calls of [0, 1]) {
        const controller = new AbortController();
        const left = {
          ...batch,
          paths: PATHS,
          get range() {
            if (++asked > 2) controller.abort(new Error('enough'));
            return undefined;
          },
        };
        let asked = calls === 0 ? 2 : 0;
        expect(() => evaluate(weights, left, { signal: controller.signal })).toThrow('enough');
      }
    }
    expect(allWeights(model)).toEqual(before);
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(() => objective.lossAndGradient(weights, batch, { dropoutKey: -1 })).toThrow(/dropoutKey is -1/);
  });

  it('finds out once that units are dropped', () => {
    const model = tf.sequential({ layers: [hidden(), tf.layers.dropout({ rate: 0.5 }), head()] });
    const weights = readModelWeights(model);
    const objective = createLayersModelObjective(model, problem, { rowsAtOnce: 2 });
    const step = () => rowsDuring(model, () => objective.lossAndGradient(weights, batch, { dropoutKey: 1 }));
    expect(step()).toContain(2);
    expect(step()).toEqual([PATHS, PATHS]);
    expect(rowsDuring(model, () => objective.lossAndGradient(weights, batch))).not.toContain(PATHS);
  });
});
