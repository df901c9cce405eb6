import type { ForecasterBatch, ForecasterProblem } from '../engine/forecaster/forecaster-problem.ts';
import type { LayerShape } from '../engine/network/network-shape.ts';
import type { Objective } from '../engine/objective.ts';
import type { Bars } from '../market/bars.ts';
import type { FeatureMatrix } from '../market/features.ts';
import { applyScaler, type Scaler } from '../market/scaler.ts';
import { populationVariance } from '../math/moments.ts';
import { savedCount, savedGrid, savedNumbers, savedTable } from './forecast-input.ts';
import type { VolatilityModel, VolatilityModelJSON } from './forecaster.ts';
import { baselineLogVariance } from './lstm-baseline.ts';
import { LSTM_FEATURE_WARMUP, lstmFeatures, networkFeatureNames } from './lstm-features.ts';
import { volatilityAtHorizons } from './term-structure.ts';

/** All that a fitted forecaster knows beside what its networks look like. Per-horizon lists are in the order of the grid. */
export interface NetworkFit {
  readonly gridDays: readonly number[];
  readonly window: number;
  /** Of the features, over the fitted rows. */
  readonly scaler: Pick<Scaler, 'means' | 'sds'>;
  /** Per horizon: intercept and coefficients of the linear part. */
  readonly baseline: readonly (readonly number[])[];
  /** Smallest and largest range variance forecast let through, per horizon. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** From the range variance forecast to close-to-close variance, per horizon. */
  readonly level: readonly number[];
  /** Weights of each network. */
  readonly networks: readonly Float32Array[];
}

/**
 * What the networks of a fit are trained on: all features of each day of the window in, for each horizon of the grid one
 * log variance out, which is added to that of the linear part.
 */
export function networkProblem(
  { gridDays, window }: Pick<NetworkFit, 'gridDays' | 'window'>,
  layers: readonly LayerShape[],
): ForecasterProblem {
  return {
    kind: 'forecaster',
    inputs: networkFeatureNames.length,
    window,
    layers,
    horizons: gridDays.length,
    loss: 'qlike',
  };
}

/** Rows at the start of a history whose window is not full. */
export function lstmWarmup(window: number): number {
  return LSTM_FEATURE_WARMUP + window - 1;
}

/** Features standardised, in the layout and precision that the engine reads: `[feature][day]`. */
export function networkFeatures(features: FeatureMatrix, scaler: NetworkFit['scaler']): Float32Array {
  const { columns } = applyScaler(features, { names: features.names, ...scaler });
  return joinColumns(columns);
}

/** Columns one after another, in single precision. */
export function joinColumns(columns: readonly Float64Array[]): Float32Array {
  const joined = new Float32Array(columns.length * columns[0].length);
  for (const [c, column] of columns.entries()) joined.set(column, c * column.length);
  return joined;
}

/**
 * Range variance per grid horizon, one mean daily variance per row: exp(linear part + mean output of the networks),
 * clipped. NaN during the warm-up.
 */
export function rangeVariance(
  history: Bars,
  fit: Omit<NetworkFit, 'level'>,
  objectives: readonly Objective<ForecasterBatch>[],
): Float64Array[] {
  const features = lstmFeatures(history);
  const warmup = lstmWarmup(fit.window);
  const count = Math.max(0, features.rows - warmup);
  const batch = {
    days: features.rows,
    features: networkFeatures(features, fit.scaler),
    rows: Int32Array.from({ length: count }, (_, k) => warmup + k),
  };
  const networks = count === 0 ? [] : fit.networks.map((weights, k) => objectives[k].results(weights, batch));
  return fit.baseline.map((coefficients, g) => {
    const logVariance = baselineLogVariance(coefficients, features.columns);
    return logVariance.map((value, t) => {
      if (t < warmup) return Number.NaN;
      let sum = 0;
      for (const outputs of networks) sum += outputs[g * count + t - warmup];
      const variance = Math.exp(value + sum / networks.length);
      return Math.min(Math.max(variance, fit.low[g]), fit.high[g]);
    });
  });
}

/** Builds the model around its fit: range variance of the networks, brought to close-to-close variance by its level. */
export function networkModel(
  forecaster: string,
  fit: NetworkFit,
  objectives: readonly Objective<ForecasterBatch>[],
  shape: Readonly<Record<string, number | string>>,
): VolatilityModel {
  function forecast(history: Bars, horizonDays: readonly number[]): Float64Array[] {
    return forecastBy(fit, objectives, history, horizonDays);
  }

  function spread(history: Bars, horizonDays: readonly number[]): Float64Array[] {
    const members = fit.networks.map((network, k) =>
      forecastBy({ ...fit, networks: [network] }, [objectives[k]], history, horizonDays),
    );
    return horizonDays.map((_, h) => standardDeviations(members.map((columns) => columns[h])));
  }

  const { gridDays, window, scaler, baseline, low, high, level, networks } = fit;
  return {
    forecaster,
    warmup: lstmWarmup(window),
    forecast,
    ...(networks.length > 1 && { spread }),
    // Every Float32 is a double exactly, and JSON keeps doubles exactly.
    toJSON: () => ({
      forecaster,
      gridDays,
      window,
      ...shape,
      baseline,
      low,
      high,
      level,
      featureMeans: scaler.means,
      featureSds: scaler.sds,
      weights: networks.map((network) => [...network]),
    }),
  };
}

function forecastBy(
  fit: NetworkFit,
  objectives: readonly Objective<ForecasterBatch>[],
  history: Bars,
  horizonDays: readonly number[],
): Float64Array[] {
  const variance = rangeVariance(history, fit, objectives);
  variance.forEach((column, g) => {
    for (let t = 0; t < column.length; t++) column[t] *= fit.level[g];
  });
  return volatilityAtHorizons(fit.gridDays, variance, horizonDays);
}

/** Row by row, of two columns or more. */
function standardDeviations(columns: readonly Float64Array[]): Float64Array {
  return columns[0].map((_, t) => {
    const values = columns.map((column) => column[t]);
    return Math.sqrt((populationVariance(values) * values.length) / (values.length - 1));
  });
}

/** The fit that a saved model holds, with networks of so many weights. */
export function savedFit(json: VolatilityModelJSON, size: number): NetworkFit {
  const gridDays = savedGrid(json);
  const inputs = networkFeatureNames.length;
  return {
    gridDays,
    window: savedCount(json, 'window'),
    scaler: { means: savedNumbers(json, 'featureMeans', inputs), sds: savedNumbers(json, 'featureSds', inputs) },
    baseline: savedTable(json, 'baseline', gridDays.length, 4),
    low: savedNumbers(json, 'low', gridDays.length),
    high: savedNumbers(json, 'high', gridDays.length),
    level: savedNumbers(json, 'level', gridDays.length),
    networks: savedTable(json, 'weights', undefined, size).map((weights) => Float32Array.from(weights)),
  };
}
