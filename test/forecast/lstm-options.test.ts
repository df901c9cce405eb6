import { describe, expect, it } from 'vitest';
import type { ForecasterBatch } from '../../src/engine/forecaster/forecaster-problem.ts';
import type { Objective } from '../../src/engine/objective.ts';
import { loadVolatilityModel } from '../../src/forecast/load-volatility-model.ts';
import { createLstmForecaster, type LstmOptions } from '../../src/forecast/lstm.ts';
import { lstmFeatures, networkFeatureNames } from '../../src/forecast/lstm-features.ts';
import { trainLstm } from '../../src/forecast/lstm-training.ts';
import { networkFeatures } from '../../src/forecast/network-model.ts';
import { forwardMean } from '../../src/forecast/variance-windows.ts';
import { dailyVariance } from '../../src/market/daily-variance.ts';
import { InputError } from '../../src/support/input-error.ts';
import { describeVolatilityForecaster } from '../contracts/volatility-forecaster-suite.ts';
import { swingingBars } from './simulated-bars.ts';

const small: LstmOptions = { window: 8, units: 4, epochs: 4, batch: 64, learningRate: 0.01, ensemble: 1 };
const deep: LstmOptions = { ...small, layers: 2, dropout: 0.2 };
const history = swingingBars(420, 3);
const fit = (options: LstmOptions) => createLstmForecaster(options).fit(history, { seed: 1 });
const saved = (options: LstmOptions) => fit(options).toJSON() as unknown as { weights: number[][] };
/** Weights of a network: each LSTM layer has 4 gates that read its inputs and its state, and a bias. */
const sizeOf = (layers: number, units = 4) => {
  const above = (layers - 1) * 4 * units * (2 * units + 1);
  return 4 * units * (networkFeatureNames.length + units + 1) + above + 4 * (units + 1);
};

describeVolatilityForecaster('lstm', () => createLstmForecaster(deep), { random: true });

describe('the loss of the LSTM forecaster', () => {
  it('is QLIKE unless asked for, stands in the saved model, and changes what is learned', () => {
    expect(saved(small)).toMatchObject({ loss: 'qlike' });
    expect(saved({ ...small, loss: 'qlike' })).toEqual(saved(small));
    expect(saved({ ...small, loss: 'log-mse' })).toMatchObject({ loss: 'log-mse' });
    expect(saved({ ...small, loss: 'log-mse' }).weights).not.toEqual(saved(small).weights);
    expect(() => fit({ ...small, loss: 'mse' as never })).toThrow('loss is mse: expected qlike or log-mse');
  });

  it('leaves the level of the forecasts right', () => {
    const level = (loss: 'qlike' | 'log-mse') => {
      const [vol] = fit({ ...small, loss }).forecast(history, [5]);
      return vol.filter(Number.isFinite).reduce((sum, value) => sum + value * value, 0);
    };
    expect(Math.abs(level('log-mse') / level('qlike') - 1)).toBeLessThan(0.1);
  });
});

describe('layers and dropout of the LSTM forecaster', () => {
  it('are one layer and none unless asked for', () => {
    expect(saved(small)).toEqual(saved({ ...small, layers: 1, dropout: 0 }));
    expect(saved(small)).toMatchObject({ layers: 1, dropout: 0 });
    expect(saved(small).weights[0]).toHaveLength(sizeOf(1));
  });

  it('stand in the saved model, with the weights of all layers', () => {
    expect(saved({ ...small, layers: 3 })).toMatchObject({ layers: 3, dropout: 0 });
    expect(saved({ ...small, layers: 3 }).weights[0]).toHaveLength(sizeOf(3));
    expect(saved(deep)).toMatchObject({ layers: 2, dropout: 0.2, units: 4 });
    expect(saved(deep).weights[0]).toHaveLength(sizeOf(2));
  });

  it('change what is learned: a rate drops units while training', () => {
    const [some, more, none] = [0.2, 0.5, 0].map(
      (dropout) => saved({ ...deep, ensemble: 2, epochs: 3, dropout }).weights,
    );
    expect(some).not.toEqual(none);
    expect(some).not.toEqual(more);
    // All start from the same weights: the rate is no part of the network's size.
    const start = (dropout: number) => saved({ ...deep, dropout, epochs: 1, learningRate: 1e-12 }).weights[0];
    const largest = Math.max(...start(0.5).map((weight, k) => Math.abs(weight - start(0)[k])));
    expect(largest).toBeLessThan(1e-9);
  });

  it('drop nothing when a forecast is made', () => {
    const model = fit(deep);
    const forecast = model.forecast(history, [5, 21]);
    expect(model.forecast(history, [5, 21])).toEqual(forecast);
    // With the same weights the rate makes no difference any more.
    const undropped = loadVolatilityModel({ ...model.toJSON(), dropout: 0 });
    expect(undropped.forecast(history, [5, 21])).toEqual(forecast);
    const restored = loadVolatilityModel(JSON.parse(JSON.stringify(model)));
    expect(restored.forecast(history, [5, 21])).toEqual(forecast);
  });

  it.each([
    [{ layers: 0 }, 'layers is 0'],
    [{ layers: 1.5 }, 'layers is 1.5'],
    [{ layers: Number.NaN }, 'layers is NaN'],
    [{ dropout: 1 }, 'dropout is 1: expected a number in [0, 1)'],
    [{ dropout: -0.1 }, 'dropout is -0.1: expected'],
    [{ dropout: Number.NaN }, 'dropout is NaN: expected'],
  ])('refuse %o', (bad, message) => {
    expect(() => createLstmForecaster({ ...small, ...bad })).toThrow(RangeError);
    expect(() => createLstmForecaster({ ...small, ...bad })).toThrow(message);
  });

  it.each([
    ['layers', 0, "'lstm': layers is 0, expected a whole number"],
    ['layers', 3, /'lstm': weights\[0\] is a list of \d+, expected a list of \d+/],
    ['dropout', 1, "'lstm': dropout is 1, expected a number in [0, 1)"],
    ['dropout', '0.2', '\'lstm\': dropout is "0.2", expected'],
    ['dropout', undefined, "'lstm': dropout is missing, expected"],
  ])('refuse a saved model with %s = %s', (key, value, message) => {
    const json = { ...fit(deep).toJSON(), [key]: value };
    expect(() => loadVolatilityModel(json)).toThrow(InputError);
    expect(() => loadVolatilityModel(json)).toThrow(message);
  });
});

describe('what the LSTM forecaster is fitted on', () => {
  const json = fit({ ...small, gridDays: [5] }).toJSON() as unknown as Record<string, readonly number[]>;
  const variance = dailyVariance(history, 'parkinson');
  // Rows with a full window and a target that is over.
  const from = 63 + 8 - 1;
  const to = 420 - 5;

  it('is rows whose targets are known: bounds are multiples of these, the scaler is theirs', () => {
    const targets = [...forwardMean(variance, 5).subarray(from, to)].sort((a, b) => a - b);
    expect(json.low[0]).toBeCloseTo(0.7 * targets[0], 14);
    expect(json.high[0]).toBeCloseTo(1.5 * targets.at(-1)!, 14);
    lstmFeatures(history).network.columns.forEach((column, c) => {
      const known = column.subarray(from, to);
      expect(json.featureMeans[c]).toBeCloseTo(known.reduce((sum, value) => sum + value, 0) / known.length, 12);
    });
  });

  it('is held within six standard deviations, where the network reads it', () => {
    const day = (value: number) => Float64Array.of(value);
    const scaler = { means: [1], sds: [2] };
    const read = (value: number) => networkFeatures({ names: ['a'], rows: 1, columns: [day(value)] }, scaler)[0];
    expect([read(5), read(100), read(-100)]).toEqual([2, 6, -6]);
  });
});

describe('trainLstm', () => {
  it('steps along the rows fitted, each once an epoch, and chooses by those held back', () => {
    const steps: number[][] = [];
    const validations: number[][] = [];
    const objective = {
      lossAndGradient: (weights: Float32Array, { rows }: ForecasterBatch) => {
        steps.push([...rows]);
        return { loss: 1, gradient: new Float32Array(weights.length) };
      },
      loss: (_: Float32Array, { rows }: ForecasterBatch) => {
        validations.push([...rows]);
        return 1;
      },
    } as unknown as Objective<ForecasterBatch>;
    const fitted = Int32Array.of(3, 5, 8, 13, 40, 50);
    const held = Int32Array.of(20, 21);
    const none = new Float32Array(0);
    trainLstm(
      new Float32Array(2),
      objective,
      { history: { days: 60, features: none, baseline: none, targets: none }, fitted, held },
      {
        epochs: 2,
        batch: 3,
        learningRate: 0.1,
        seed: 1,
        member: 0,
        warm: false,
        label: 'test',
      },
    );
    const sorted = (rows: readonly number[]) => [...rows].sort((a, b) => a - b);
    expect(steps).toHaveLength(4);
    expect(sorted(steps.slice(0, 2).flat())).toEqual([...fitted]);
    expect(sorted(steps.slice(2).flat())).toEqual([...fitted]);
    for (const rows of validations) expect(rows).toEqual([20, 21]);
    expect(validations.length).toBeGreaterThan(0);
  });
});

it('reads falls over the volatility of as many days', () => {
  const { linear, network } = lstmFeatures(history);
  const variance = dailyVariance(history, 'parkinson');
  const { close } = history;
  for (const t of [100, 101, 205, 419]) {
    const vol = Math.sqrt(variance.subarray(t - 20, t + 1).reduce((sum, value) => sum + value, 0) / 21);
    [1, 5, 21].forEach((days, k) => {
      const fall = Math.min(0, Math.log(close[t] / close[t - days])) / (vol * Math.sqrt(days));
      expect(linear[3 + k][t]).toBeCloseTo(fall, 10);
    });
    expect(network.columns[5][t]).toBe(linear[4][t]);
    expect(network.columns[6][t]).toBe(linear[5][t]);
  }
});
