import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createModelForecaster,
  loadModelForecast,
  loadVolatilityModel,
  type ModelForecasterOptions,
  modelForecastLoader,
  networkFeatureNames,
} from '../../src/forecast/index.ts';
import { lstmFeatures } from '../../src/forecast/lstm-features.ts';
import { sliceBars } from '../../src/market/bars.ts';
import { InputError } from '../../src/support/input-error.ts';
import { swingingBars } from './simulated-bars.ts';

const ROWS = 420;
const history = swingingBars(ROWS, 11);
const training = { window: 4, epochs: 2, batch: 64, learningRate: 0.01, ensemble: 2, gridDays: [1, 5] };

/** The frozen first layer is drawn anew for each model, as one without a seed is. */
let drawn = 0;
function create(member: number): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [4, networkFeatureNames.length] }),
      tf.layers.dense({
        units: 3,
        activation: 'tanh',
        trainable: false,
        kernelInitializer: tf.initializers.glorotUniform({ seed: ++drawn }),
      }),
      tf.layers.dense({ units: 2, kernelInitializer: tf.initializers.glorotUniform({ seed: member + 1 }) }),
    ],
  });
}
const forecasterOf = (options: Partial<ModelForecasterOptions> = {}) =>
  createModelForecaster({ ...training, name: 'frozen', create, ...options });

beforeAll(() => {
  tf.env().set('PROD', true);
});

describe('the networks of a model forecaster', () => {
  it('read the features that are named, in the architecture of the example', () => {
    expect(lstmFeatures(history).network.names).toEqual(networkFeatureNames);
    const forecaster = createModelForecaster({
      name: 'convolution',
      create: (member) =>
        tf.sequential({
          layers: [
            tf.layers.conv1d({
              inputShape: [22, networkFeatureNames.length],
              filters: 8,
              kernelSize: 5,
              activation: 'relu',
              kernelInitializer: tf.initializers.glorotUniform({ seed: member + 1 }),
            }),
            tf.layers.globalAveragePooling1d({}),
            tf.layers.dense({ units: 4, kernelInitializer: 'zeros' }),
          ],
        }),
      window: 22,
      epochs: 1,
      batch: 128,
      learningRate: 0.005,
      ensemble: 1,
    });
    const model = forecaster.fit(history, { seed: 3 });
    const [vol] = model.forecast(history, [21]);
    expect(vol[model.warmup - 1]).toBeNaN();
    expect(vol.subarray(model.warmup).every((value) => value > 0 && value < 1)).toBe(true);
  });

  it('are made once, and fits leave nothing behind in memory', () => {
    const made: number[] = [];
    const forecaster = forecasterOf({
      create: (member) => {
        made.push(member);
        return create(member);
      },
    });
    expect(made).toEqual([]);
    const first = forecaster.fit(history, { seed: 3 });
    expect(made).toEqual([0, 1]);
    const { numTensors, numDataBuffers } = tf.memory();
    const forecasts = first.forecast(history, [1, 5]);
    const saved = JSON.stringify(first);
    const other = forecaster.fit(sliceBars(history, 0, 380), { seed: 4 });
    other.forecast(history, [1]);
    expect(JSON.stringify(other)).not.toBe(saved);
    expect(made).toEqual([0, 1]);
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
    expect(first.forecast(history, [1, 5])).toEqual(forecasts);
    expect(JSON.stringify(first)).toBe(saved);
    // Every fit starts from the weights the networks were born with.
    expect(JSON.stringify(forecaster.fit(history, { seed: 3 }))).toBe(saved);
  });
});

describe('modelForecastLoader', () => {
  const fitted = () => forecasterOf().fit(history, { seed: 3 });

  it('restores the bits, of frozen weights too, into networks that all its models share', () => {
    const [a, b] = [fitted(), fitted()];
    expect(a.toJSON().fixedWeights).not.toEqual(b.toJSON().fixedWeights);
    let made = 0;
    const loader = modelForecastLoader((member) => {
      ++made;
      return create(member);
    });
    const loaded = [a, b].map((model) => loadVolatilityModel(JSON.parse(JSON.stringify(model)), { model: loader }));
    const { numTensors } = tf.memory();
    for (const [k, model] of [a, b].entries()) {
      expect(loaded[k].forecast(history, [1, 3])).toEqual(model.forecast(history, [1, 3]));
      expect(JSON.stringify(loaded[k])).toBe(JSON.stringify(model));
    }
    loadVolatilityModel(JSON.parse(JSON.stringify(a)), { model: loader });
    expect(made).toBe(2);
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it.each(['lstm', 'har', 'ewma', 'model'])('is not taken for the loader of another sort by the name %s', (name) => {
    const model = forecasterOf({ name }).fit(history, { seed: 3 });
    const json = JSON.parse(JSON.stringify(model));
    expect(loadVolatilityModel(json, { model: modelForecastLoader(create) }).forecast(history, [5])).toEqual(
      model.forecast(history, [5]),
    );
    const load = () => loadVolatilityModel(json);
    expect(load).toThrow(InputError);
    expect(load).toThrow(`saved forecaster '${name}': sort is "model", expected one that \`loaders\` has: none`);
  });

  it('refuses damaged data, key by key', () => {
    const saved = JSON.parse(JSON.stringify(fitted()));
    for (const key of Object.keys(saved).filter((key) => key !== 'forecaster')) {
      const damaged = { ...saved, [key]: null };
      for (const load of [
        () => loadModelForecast(damaged, create),
        () => loadVolatilityModel(damaged, { model: modelForecastLoader(create) }),
      ]) {
        expect(load, key).toThrow(InputError);
        expect(load, key).toThrow(new RegExp(`'frozen': ${key}`));
      }
    }
    const short = { ...saved, fixedWeights: [saved.fixedWeights[0]] };
    expect(() => loadModelForecast(short, create)).toThrow(/fixedWeights is a list of 1, expected a list of 2 lists/);
    expect(() => loadModelForecast({ ...saved, sort: undefined }, create)).toThrow(/sort is undefined/);
  });
});

describe('loadVolatilityModel', () => {
  it('takes loaders of the caller’s own before the built-in ones', () => {
    const model = forecasterOf().fit(history, { seed: 3 });
    const own = () => model;
    expect(loadVolatilityModel({ forecaster: 'garch' }, { garch: own })).toBe(model);
    expect(loadVolatilityModel({ forecaster: 'har' }, { har: own })).toBe(model);
    expect(() => loadVolatilityModel({ forecaster: 'x', sort: 'toString' }, { own })).toThrow(
      `sort is "toString", expected one that \`loaders\` has: own`,
    );
  });
});
