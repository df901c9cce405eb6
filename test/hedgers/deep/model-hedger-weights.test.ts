import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainUnderlying } from '../../../src/contracts/underlying.ts';
import { createModelHedger, modelHedgerLoader } from '../../../src/hedgers/deep/model-hedger.ts';
import { type TrainModelHedgerOptions, trainModelHedger } from '../../../src/hedgers/deep/train-model-hedger.ts';
import type { Hedger, HedgerJSON } from '../../../src/hedgers/hedger.ts';
import { loadHedger } from '../../../src/hedgers/load-hedger.ts';
import { meanSd } from '../../../src/risk/mean-sd.ts';
import { createGbm } from '../../../src/simulate/gbm.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { makeViews, runViews } from '../../contracts/make-view.ts';

const options: Omit<TrainModelHedgerOptions, 'model'> = {
  market: createGbm({ volAnnual: 0.2 }),
  contract: { terms: { type: 'call', strike: 1 }, position: -1, steps: 4 },
  underlying: plainUnderlying(0),
  frictions: [{ kind: 'proportional', costBps: 10 }],
  criterion: meanSd(1.5),
  steps: 2,
  paths: 32,
  validationPaths: 32,
  learningRate: 0.1,
  seed: 7,
};
const scales = { yearsAtWriting: 0.1, logVolMean: -1.6, logVolSd: 0.2 };
const views = makeViews({});
const decisions = (hedger: Hedger) => runViews(hedger, views);
const throughText = (hedger: Hedger) => JSON.parse(JSON.stringify(hedger)) as HedgerJSON;

beforeAll(() => {
  tf.env().set('PROD', true);
});

/** A first layer that is drawn anew and never trained, and whatever is put between it and the head. */
let drawn = 0;
function modelOf(...between: tf.layers.Layer[]): tf.LayersModel {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: ++drawn });
  return tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [5], units: 6, activation: 'tanh', trainable: false, kernelInitializer }),
      ...between,
      tf.layers.dense({ units: 2, kernelInitializer }),
    ],
  });
}

describe('a hedger with a model of the user', () => {
  it('stays as it is when the model is trained again', () => {
    const model = modelOf();
    const { hedger } = trainModelHedger({ ...options, model });
    const before = decisions(hedger);
    const saved = throughText(hedger);
    const { hedger: second } = trainModelHedger({ ...options, model });
    expect(decisions(second)).not.toEqual(before);
    expect(decisions(hedger)).toEqual(before);
    expect(throughText(hedger)).toEqual(saved);
    // The model has the weights that were trained last, whichever hedger was used.
    expect(throughText(createModelHedger({ model, scales, position: -1 })).weights).toEqual(
      throughText(second).weights,
    );
  });

  it('keeps no tensors', () => {
    const hedger = createModelHedger({ model: modelOf(), scales, position: -1 });
    decisions(hedger);
    const { numTensors, numDataBuffers } = tf.memory();
    decisions(hedger);
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });

  it('is restored to the bit with weights that were not trained, into one model for all', () => {
    const models = [0, 1].map(() => modelOf(tf.layers.batchNormalization()));
    for (const model of models) tf.tidy(() => void model.apply(tf.randomNormal([9, 5]), { training: true }));
    const hedgers = models.map((model) => createModelHedger({ model, scales, position: -1 }));
    let made = 0;
    const loader = modelHedgerLoader(() => {
      ++made;
      return modelOf(tf.layers.batchNormalization());
    });
    const loaded = hedgers.map((hedger) => loadHedger(throughText(hedger), { 'deep-model': loader }));
    expect(made).toBe(1);
    expect(decisions(loaded[0])).not.toEqual(decisions(loaded[1]));
    for (const [k, hedger] of hedgers.entries()) {
      expect(decisions(loaded[k])).toEqual(decisions(hedger));
      expect(loaded[k].toJSON()).toEqual(hedger.toJSON());
    }
  });

  it('refuses saved weights of another architecture', () => {
    const json = throughText(createModelHedger({ model: modelOf(), scales, position: -1 }));
    const load = modelHedgerLoader(() => modelOf());
    for (const key of ['weights', 'fixedWeights']) {
      for (const value of [[...(json[key] as number[]), 1], null, undefined]) {
        expect(() => load({ ...json, [key]: value }), key).toThrow(InputError);
        expect(() => load({ ...json, [key]: value }), key).toThrow(new RegExp(`'deep-model': ${key}`));
      }
    }
    const narrow = () => tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 2 })] });
    expect(() => modelHedgerLoader(narrow)(json)).toThrow(/input has shape \[null, 4\]: expected \[null, 5\]/);
  });
});

describe('trainModelHedger', () => {
  it('drops units while it trains, and only then', () => {
    const model = modelOf(tf.layers.dropout({ rate: 0.5 }));
    const modes: unknown[] = [];
    const { apply } = model;
    model.apply = (inputs, given) => {
      modes.push(given?.training);
      return apply.call(model, inputs, given);
    };
    const { hedger } = trainModelHedger({ ...options, model });
    const perBatch = options.contract.steps;
    // A look for state that moves, two steps, the objective.
    const expected = [true, ...[true, true, false].flatMap((mode) => Array.from({ length: perBatch }, () => mode))];
    expect(modes).toEqual(expected);
    decisions(hedger);
    expect(modes.slice(expected.length).every((mode) => mode === false)).toBe(true);
  });

  it('refuses a model whose state would move', () => {
    const model = modelOf(tf.layers.batchNormalization());
    expect(() => trainModelHedger({ ...options, model })).toThrow(/weights that change without being trained/);
  });
});
