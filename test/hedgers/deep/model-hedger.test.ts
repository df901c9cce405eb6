import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { initialWeights } from '../../../src/engine/network/initial-weights.ts';
import { readModelWeights, writeModelWeights } from '../../../src/engine/tensorflow/layers-model/model-weights.ts';
import { createDeepHedger } from '../../../src/hedgers/deep/deep-hedger.ts';
import {
  createModelHedger,
  type ModelHedgerParameters,
  modelHedgerLoader,
} from '../../../src/hedgers/deep/model-hedger.ts';
import { deepNetworkShape } from '../../../src/hedgers/deep/policy-form.ts';
import type { Hedger, HedgerJSON } from '../../../src/hedgers/hedger.ts';
import { loadHedger } from '../../../src/hedgers/load-hedger.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { describeHedger } from '../../contracts/hedger-suite.ts';
import { makeViews, runViews } from '../../contracts/make-view.ts';
import { modelOrder, siluModel } from './band-models.ts';

tf.env().set('PROD', true);
await tf.setBackend('cpu');

const scales = { yearsAtWriting: 21 / 252, logVolMean: Math.log(0.2), logVolSd: 0.3 };
/** A network that the engine does not have. */
const seluModel = (seed = 1) => {
  const kernelInitializer = tf.initializers.glorotNormal({ seed });
  return tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [5], units: 6, activation: 'selu', kernelInitializer, biasInitializer: 'ones' }),
      tf.layers.layerNormalization(),
      tf.layers.dense({ units: 2, kernelInitializer }),
    ],
  });
};
const model = seluModel();
const make = (change: Partial<ModelHedgerParameters> = {}) =>
  createModelHedger({ model, scales, position: -1, ...change });
const loaders = { 'deep-model': modelHedgerLoader(() => seluModel(99)) };

describeHedger('model', () => make(), loaders);

describe('createModelHedger', () => {
  it('holds what a deep hedger with the same network holds', () => {
    const hidden = [7, 5];
    const weights = initialWeights(deepNetworkShape({ hidden: hidden }), createRandomStream(1, 'same'));
    const same = siluModel(hidden);
    writeModelWeights(same, modelOrder(hidden, weights));
    for (const trained of [1, -1] as const) {
      const deep = createDeepHedger({ hidden, weights, scales, position: trained });
      const ours = make({ model: same, position: trained });
      for (const position of [1, -1] as const) {
        const views = makeViews({ position, paths: 50 });
        expect(largestDifference(runViews(ours, views), runViews(deep, views))).toBeLessThan(1e-6);
      }
    }
  });

  it('leaves the model as it is', () => {
    const own = seluModel(5);
    const before = readModelWeights(own);
    runViews(make({ model: own }), makeViews());
    expect(readModelWeights(own)).toEqual(before);
  });

  it.each([
    ['6 inputs', [6], 2, "the model's input has shape [null, 6]: expected [null, 5]"],
    ['1 output', [5], 1, "the model's output has shape [null, 1]: expected [null, 2]"],
    ['windows', [3, 5], 2, "the model's input has shape [null, 3, 5]: expected [null, 5]"],
  ])('refuses a model with %s', (_, inputShape, units, message) => {
    const misfit = tf.sequential({ layers: [tf.layers.dense({ inputShape, units })] });
    expect(() => make({ model: misfit })).toThrow(new RangeError(message));
  });
});

describe('modelHedgerLoader', () => {
  it('gives a model that the caller makes the weights saved', () => {
    const hedger = make({ name: 'mine', position: 1 });
    const json = JSON.parse(JSON.stringify(hedger.toJSON())) as HedgerJSON;
    const restored = loadHedger(json, loaders);
    expect(restored.name).toBe('mine');
    expect(restored.toJSON()).toEqual(hedger.toJSON());
    for (const position of [1, -1] as const) {
      const views = makeViews({ position });
      expect(runViews(restored, views)).toEqual(runViews(hedger, views));
    }
  });

  it('is needed: without one the policy is unknown', () => {
    expect(() => loadHedger(make().toJSON())).toThrow(InputError);
    expect(() => loadHedger(make().toJSON())).toThrow('of the unknown sort "deep-model"');
  });

  it('refuses weights of another architecture', () => {
    const json = createModelHedger({ model: siluModel([3]), scales, position: 1 }).toJSON();
    expect(() => loadHedger(json, loaders)).toThrow(InputError);
    expect(() => loadHedger(json, loaders)).toThrow("saved policy 'deep-model': weights has 26 values, expected 62");
  });

  it.each([
    ['weights', 'many'],
    ['weights', [1, null]],
    ['weights', undefined],
    ['fixedWeights', [1]],
    ['scales', { yearsAtWriting: 1 }],
    ['scales', { ...scales, logVolSd: -1 }],
    ['position', 0],
    ['name', 7],
  ])('refuses saved data with bad %s', (key, value) => {
    const json: HedgerJSON = { ...make().toJSON(), [key]: value };
    expect(() => loadHedger(json, loaders)).toThrow(InputError);
    expect(() => loadHedger(json, loaders)).toThrow(new RegExp(`^saved policy '.*': ${key}.*save it again`));
  });
});

describe('a hedger at the position opposite to the one it was trained at', () => {
  const hidden = [6];
  // Edges at distances that differ, or a band that is not mirrored would pass.
  const weights = initialWeights(deepNetworkShape({ hidden: hidden }), createRandomStream(1, 'mirror'));
  weights.set([-2, 1.5], weights.length - 2);
  const lopsided = siluModel(hidden);
  writeModelWeights(lopsided, modelOrder(hidden, weights));
  const kinds: Readonly<Record<string, (position: 1 | -1) => Hedger>> = {
    createDeepHedger: (position) => createDeepHedger({ hidden, weights, scales, position }),
    createModelHedger: (position) => make({ model: lopsided, position }),
  };

  describe.each(Object.entries(kinds))('%s', (_, create) => {
    it.each([
      ['call', 1],
      ['call', -1],
      ['put', 1],
      ['put', -1],
    ] as const)('mirrors its holdings: a %s, trained at %i', (optionType, trained) => {
      const hedger = create(trained);
      const start = 0.3;
      const views = (position: 1 | -1) =>
        makeViews({
          terms: { type: optionType, strike: 1 },
          position,
          paths: 60,
          holdings: [new Float64Array(60).fill(start * position)],
        });
      const own = runViews(hedger, views(trained));
      const mirrored = runViews(hedger, views(trained === 1 ? -1 : 1));
      expect(mirrored).toEqual(own.map((column) => column.map((holding) => -holding)));
      // The other way round it is another hedger.
      const other = create(trained === 1 ? -1 : 1);
      expect(largestDifference(runViews(other, views(trained)), own)).toBeGreaterThan(0.05);
    });
  });
});

function largestDifference(found: readonly Float64Array[], expected: readonly Float64Array[]): number {
  return Math.max(...expected.flatMap((column, k) => [...column].map((value, i) => Math.abs(value - found[k][i]))));
}
