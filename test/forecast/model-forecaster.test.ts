import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { readModelWeights } from '../../src/engine/tensorflow/layers-model/model-weights.ts';
import type { VolatilityModelJSON } from '../../src/forecast/forecaster.ts';
import { lossesOf, meanLoss, qlike } from '../../src/forecast/losses.ts';
import { createLstmForecaster } from '../../src/forecast/lstm.ts';
import { networkFeatureNames } from '../../src/forecast/lstm-features.ts';
import {
  createModelForecaster,
  loadModelForecast,
  type ModelForecasterOptions,
} from '../../src/forecast/model-forecaster.ts';
import { realisedVol } from '../../src/forecast/realised.ts';
import { sliceBars } from '../../src/market/bars.ts';
import { InputError } from '../../src/support/input-error.ts';
import { describeVolatilityForecaster } from '../contracts/volatility-forecaster-suite.ts';
import { simulatedBars, swingingBars } from './simulated-bars.ts';

tf.env().set('PROD', true);
await tf.setBackend('cpu');

/** A convolution over the window, which the engine does not have. */
function convolution(member: number, window = 6, horizons = 4): tf.LayersModel {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: 10 + member });
  return tf.sequential({
    layers: [
      tf.layers.conv1d({
        inputShape: [window, networkFeatureNames.length],
        filters: 3,
        kernelSize: 3,
        strides: 3,
        activation: 'tanh',
        kernelInitializer,
      }),
      tf.layers.flatten(),
      tf.layers.dense({ units: horizons, kernelInitializer: tf.initializers.randomNormal({ stddev: 0.05, seed: 4 }) }),
    ],
  });
}

const small: ModelForecasterOptions = {
  name: 'convolution',
  create: (member) => convolution(member),
  window: 6,
  epochs: 3,
  batch: 128,
  learningRate: 0.01,
  ensemble: 2,
};
const load = (json: VolatilityModelJSON) => loadModelForecast(json, small.create);

describeVolatilityForecaster('convolution', () => createModelForecaster(small), { random: true, load });

describe('createModelForecaster', () => {
  const history = swingingBars(420, 3);

  it('learns what its linear part cannot see: three wild days after every ten calm ones', () => {
    const wild = simulatedBars(1000, 21, (day) => (day % 13 < 10 ? 0.1 : 0.4));
    const realised = realisedVol(wild, 1);
    const score = (training: Partial<ModelForecasterOptions>) => {
      const create = (member: number) => {
        const kernelInitializer = tf.initializers.glorotUniform({ seed: member });
        return tf.sequential({
          layers: [
            tf.layers.flatten({ inputShape: [14, networkFeatureNames.length] }),
            tf.layers.dense({ units: 8, activation: 'selu', kernelInitializer }),
            tf.layers.dense({ units: 1, kernelInitializer: 'zeros' }),
          ],
        });
      };
      const options = { ...small, create, window: 14, ensemble: 1, gridDays: [1], ...training };
      const [vol] = createModelForecaster(options)
        .fit(sliceBars(wild, 0, 800), { seed: 1 })
        .forecast(wild, [1]);
      const variance = (column: Float64Array) => column.slice(800, 999).map((value) => value * value);
      return meanLoss(lossesOf(qlike, variance(realised), variance(vol)));
    };
    expect(score({ epochs: 25 })).toBeLessThan(0.85 * score({ epochs: 1, learningRate: 1e-9 }));
  });

  it('begins where the models begin, and leaves their own weights as they are', () => {
    const made: tf.LayersModel[] = [];
    const create = (member: number) => {
      made.push(convolution(member));
      return made[made.length - 1];
    };
    const fit = (options: Partial<ModelForecasterOptions>) =>
      createModelForecaster({ ...small, create, ...options })
        .fit(history, { seed: 1 })
        .toJSON();
    const still = fit({ epochs: 1, learningRate: 1e-12 }).weights as number[][];
    expect(made).toHaveLength(2);
    for (const [member, model] of made.entries()) {
      const own = readModelWeights(model);
      expect(own).toEqual(readModelWeights(convolution(member)));
      expect(Math.max(...still[member].map((value, k) => Math.abs(value - own[k])))).toBeLessThan(1e-9);
    }
    const trained = fit({}).weights as number[][];
    expect(trained[0]).not.toEqual(still[0]);
    expect(trained[0]).not.toEqual(trained[1]);
  });

  it('has the linear part, the scaler and the range of the LSTM forecaster', () => {
    const model = createModelForecaster(small).fit(history, { seed: 1 });
    const { window, batch, learningRate } = small;
    const lstm = createLstmForecaster({ window, batch, learningRate, units: 2, epochs: 1, ensemble: 1 });
    const { baseline, featureMeans, featureSds, low, high } = lstm.fit(history, { seed: 1 }).toJSON();
    expect(model.toJSON()).toMatchObject({ baseline, featureMeans, featureSds, low, high, window: 6 });
  });

  it('refuses settings and models that do not fit', () => {
    for (const bad of [{ window: 0 }, { epochs: 0.5 }, { batch: 0 }, { ensemble: 0 }, { learningRate: -1 }]) {
      expect(() => createModelForecaster({ ...small, ...bad })).toThrow(new RegExp(`^${Object.keys(bad)[0]} is`));
    }
    expect(() => createModelForecaster({ ...small, gridDays: [5, 1] })).toThrow('gridDays is [5,1]');
    const fit = (create: ModelForecasterOptions['create']) => () =>
      createModelForecaster({ ...small, create }).fit(history, { seed: 1 });
    expect(fit(() => convolution(0, 7))).toThrow("the model's input has shape [null, 7, 8]: expected [null, 6, 8]");
    expect(fit(() => convolution(0, 6, 3))).toThrow("the model's output has shape [null, 3]: expected [null, 4]");
    // Its moving averages would not be in the saved model.
    const moving = () => {
      const model = convolution(0) as tf.Sequential;
      model.add(tf.layers.batchNormalization());
      return model;
    };
    expect(fit(moving)).toThrow(/weights that change without being trained: '.*moving_mean'/);
  });
});

describe('loadModelForecast', () => {
  const history = swingingBars(420, 5);
  const gridDays = [2, 8];
  const create = (member: number) => convolution(member, 6, 2);
  const model = createModelForecaster({ ...small, create, gridDays }).fit(history, { seed: 2 });
  const saved = JSON.parse(JSON.stringify(model));

  it('restores the forecasts to the bit, into models with any weights', () => {
    const restored = loadModelForecast(saved, (member) => create(50 + member));
    expect(restored.warmup).toBe(model.warmup);
    expect(restored.forecast(history, [1, 5, 30])).toEqual(model.forecast(history, [1, 5, 30]));
    expect(JSON.stringify(restored)).toBe(JSON.stringify(model));
  });

  it('refuses weights that do not fit the models, by name', () => {
    const other = () => convolution(0, 6, 2);
    const damaged = { ...saved, weights: saved.weights.map((row: number[]) => row.slice(1)) };
    expect(() => loadModelForecast(damaged, other)).toThrow(InputError);
    expect(() => loadModelForecast(damaged, other)).toThrow(
      /'convolution': weights\[0\] is a list of 88, expected a list of 89/,
    );
  });
});
