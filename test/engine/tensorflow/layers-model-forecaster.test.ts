import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ForecasterBatch } from '../../../src/engine/forecaster/forecaster-problem.ts';
import {
  createLayersModelObjective,
  type ForecasterModelProblem,
  initialModelWeights,
} from '../../../src/engine/tensorflow/layers-model/layers-model-objective.ts';
import { predictRows, predictWindows } from '../../../src/engine/tensorflow/layers-model/predict.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { centralDifferences } from './hedging-reference.ts';

const problem: ForecasterModelProblem = { kind: 'forecaster', inputs: 2, window: 3, horizons: 2, loss: 'qlike' };
const DAYS = 9;

beforeAll(() => {
  tf.env().set('PROD', true);
});

function batchOf(change: Partial<ForecasterBatch> = {}): ForecasterBatch {
  const stream = createRandomStream(11, 'days');
  const normals = (length: number) => Float32Array.from({ length }, () => stream.normal());
  return {
    days: DAYS,
    features: normals(2 * DAYS),
    targets: normals(2 * DAYS).map((x) => Math.exp(x - 1)),
    baseline: normals(2 * DAYS),
    rows: Int32Array.of(8, 2, 5, 3),
    ...change,
  };
}

/** A linear model of the whole window, of which float64 knows everything. */
function linearModel(): tf.LayersModel {
  return tf.sequential({
    layers: [tf.layers.flatten({ inputShape: [3, 2] }), tf.layers.dense({ units: 2, biasInitializer: 'randomNormal' })],
  });
}

function linearOutputs(weights: ArrayLike<number>, { days, features, rows }: ForecasterBatch): number[][] {
  return [0, 1].map((h) =>
    Array.from(rows, (day) => {
      let y = weights[12 + h];
      for (let t = 0; t < 3; ++t) {
        for (let c = 0; c < 2; ++c) y += weights[(2 * t + c) * 2 + h] * features[c * days + day - 2 + t];
      }
      return y;
    }),
  );
}

function referenceLoss(
  weights: ArrayLike<number>,
  loss: ForecasterModelProblem['loss'],
  batch: ForecasterBatch,
): number {
  const { days, targets, baseline, rows } = batch;
  const terms = linearOutputs(weights, batch).flatMap((outputs, h) =>
    outputs.map((y, r) => {
      const v = targets![h * days + rows[r]];
      const g = y + (baseline?.[h * days + rows[r]] ?? 0);
      return loss === 'qlike' ? v / Math.exp(g) - Math.log(v / Math.exp(g)) - 1 : (g - Math.log(v)) ** 2;
    }),
  );
  return terms.reduce((sum, term) => sum + term, 0) / terms.length;
}

describe('a forecaster model of the user', () => {
  const cases = (['qlike', 'log-mse'] as const).flatMap((loss) =>
    [true, false].flatMap((based) => [4096, 3].map((rowsAtOnce) => [loss, based, rowsAtOnce] as const)),
  );
  it.each(cases)(
    '%s, baseline %s, %i rows at once: loss, outputs and gradient are those of float64',
    (loss, based, rowsAtOnce) => {
      const batch = batchOf(based ? {} : { baseline: undefined });
      const model = linearModel();
      const objective = createLayersModelObjective(model, { ...problem, loss }, { rowsAtOnce });
      const weights = initialModelWeights(model, { ...problem, loss });
      const expected = referenceLoss(weights, loss, batch);
      const found = objective.lossAndGradient(weights, batch);
      expect(found.loss).toBeCloseTo(expected, 5);
      expect(objective.loss(weights, batch)).toBeCloseTo(expected, 5);
      const differences = centralDifferences((w) => referenceLoss(w, loss, batch), weights);
      const scale = Math.max(...differences.map(Math.abs));
      for (const [k, difference] of differences.entries()) {
        expect(Math.abs(found.gradient[k] - difference)).toBeLessThan(1e-4 * scale);
      }
      const outputs = linearOutputs(weights, batch).flat();
      const results = objective.results(weights, { ...batch, targets: undefined });
      for (const [k, y] of outputs.entries()) expect(results[k]).toBeCloseTo(y, 5);
      model.dispose();
    },
  );

  it('may be recurrent, and keeps no tensors', () => {
    const model = tf.sequential({
      layers: [tf.layers.lstm({ units: 3, inputShape: [null, 2] }), tf.layers.dense({ units: 2 })],
    });
    const objective = createLayersModelObjective(model, problem);
    const weights = initialModelWeights(model, problem);
    const batch = batchOf();
    const { numTensors } = tf.memory();
    const { gradient } = objective.lossAndGradient(weights, batch);
    const step = 1e-2;
    const moved = (sign: number) =>
      objective.loss(
        weights.map((w, k) => w + sign * step * gradient[k]),
        batch,
      );
    const square = gradient.reduce((sum, g) => sum + g * g, 0);
    expect((moved(1) - moved(-1)) / (2 * step) / square).toBeCloseTo(1, 2);
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it('refuses what does not fit', () => {
    const model = linearModel();
    expect(() => createLayersModelObjective(model, { ...problem, window: 4 })).toThrow(
      "the model's input has shape [null, 3, 2]: expected [null, 4, 2]",
    );
    expect(() => createLayersModelObjective(model, { ...problem, horizons: 3 })).toThrow(/expected \[null, 3\]/);
    const objective = createLayersModelObjective(model, problem);
    const weights = initialModelWeights(model, problem);
    const evaluate = (change: Partial<ForecasterBatch>) => () => objective.lossAndGradient(weights, batchOf(change));
    expect(evaluate({ rows: Int32Array.of(3, 1) })).toThrow(/rows\[1\] is 1: expected a day from 2 to 8/);
    expect(evaluate({ rows: Int32Array.of(9) })).toThrow(/rows\[0\] is 9/);
    expect(evaluate({ rows: new Int32Array(0) })).toThrow(/rows is empty/);
    expect(evaluate({ targets: undefined })).toThrow(/targets are missing/);
    for (const value of [0, Number.POSITIVE_INFINITY, Number.NaN]) {
      const targets = new Float32Array(2 * DAYS).fill(value);
      const message = `targets[8] is ${value}: the variance of horizon 0 at day 8 (rows[0]) is to be a finite number above 0`;
      expect(evaluate({ targets })).toThrow(message);
      expect(() => objective.loss(weights, batchOf({ targets }))).toThrow(message);
    }
    expect(evaluate({ features: new Float32Array(1) })).toThrow(/features has length 1/);
  });
});

describe('prediction', () => {
  it('applies a model to rows in columns', () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
    const weights = initialModelWeights(model, problem);
    const { numTensors } = tf.memory();
    const inputs = Float32Array.of(1, 2, 3, 4, 5, 6);
    const found = predictRows(model, inputs, 2);
    for (const [row, h] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      const y = [0, 1, 2].reduce((sum, i) => sum + weights[2 * i + h] * inputs[2 * i + row], weights[6 + h]);
      expect(found[2 * h + row]).toBeCloseTo(y, 5);
    }
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(() => predictRows(model, inputs, 3)).toThrow(/inputs has length 6: expected 9/);
  });

  it('goes through many rows in parts', () => {
    const rows = 20_001;
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
    const [slope] = initialModelWeights(model, problem);
    const found = predictRows(
      model,
      Float32Array.from({ length: rows }, (_, k) => k),
      rows,
    );
    for (const k of [0, 1, 8191, 8192, 16_384, 20_000]) expect(found[k]).toBeCloseTo(slope * k, 1);
  });

  it('applies a model to windows', () => {
    const model = linearModel();
    const { days, features, rows } = batchOf();
    const found = predictWindows(model, { days, features, rows, window: 3 });
    const expected = linearOutputs(initialModelWeights(model, problem), batchOf()).flat();
    for (const [k, y] of expected.entries()) expect(found[k]).toBeCloseTo(y, 5);
    expect(() => predictWindows(model, { days, features, rows, window: 2 })).toThrow(/expected \[null, 2, 2\]/);
    const none = new Int32Array(0);
    expect(() => predictWindows(model, { days, features, rows: none, window: 3 })).toThrow(/rows is empty/);
  });
});
