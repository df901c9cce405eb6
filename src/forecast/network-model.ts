import type { ForecasterBatch, ForecasterProblem } from '../engine/forecaster/forecaster-problem.ts';
import type { LayerShape } from '../engine/network/network-shape.ts';
import type { Objective } from '../engine/objective.ts';
import type { Bars } from '../market/bars.ts';
import type { FeatureMatrix } from '../market/features.ts';
import { applyScaler, type Scaler } from '../market/scaler.ts';
import { populationVariance } from '../math/moments.ts';
import type { VolatilityModel } from './forecaster.ts';
import { baselineLogVariance } from './lstm-baseline.ts';
import { type NetworkSources, networkInputs } from './network-inputs.ts';
import { volatilityAtHorizons } from './term-structure.ts';

/** Standardised inputs are held within this many standard deviations: a network knows nothing of what lies beyond. */
const WIDEST_INPUT = 6;

/** All that a fitted forecaster knows beside what its networks look like. Per-horizon lists are in the order of the grid. */
export interface NetworkFit extends NetworkSources {
  /** Rows at the start of a history with an input missing. */
  readonly inputsWarmup: number;
  readonly gridDays: readonly number[];
  readonly window: number;
  /** Of the features, over the fitted rows. */
  readonly scaler: Pick<Scaler, 'means' | 'sds'>;
  /** Per horizon: intercept and coefficients of the linear part. */
  readonly baseline: readonly (readonly number[])[];
  /** Smallest and largest variance of the measure let through, per horizon. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** From the variance of the measure to that of the target, per horizon. */
  readonly level: readonly number[];
  /** Weights of each network. */
  readonly networks: readonly Float32Array[];
}

/**
 * What the networks of a fit are trained on: all features of each day of the window in, for each horizon of the grid one
 * log variance out, which is added to that of the linear part.
 */
export function networkProblem(
  { gridDays, window, inputs }: Pick<NetworkFit, 'gridDays' | 'window'> & { readonly inputs: number },
  layers: readonly LayerShape[],
): ForecasterProblem {
  return {
    kind: 'forecaster',
    inputs,
    window,
    layers,
    horizons: gridDays.length,
    loss: 'qlike',
  };
}

/** Rows at the start of a history whose window is not full. */
export function networkWarmup({ inputsWarmup, window }: Pick<NetworkFit, 'inputsWarmup' | 'window'>): number {
  return inputsWarmup + window - 1;
}

/** Features standardised and held within six standard deviations, in the layout and precision that the engine reads: `[feature][day]`. */
export function networkFeatures(features: FeatureMatrix, scaler: NetworkFit['scaler']): Float32Array {
  const { columns } = applyScaler(features, { names: features.names, ...scaler });
  return joinColumns(columns).map((value) => Math.min(Math.max(value, -WIDEST_INPUT), WIDEST_INPUT));
}

/** Columns one after another, in single precision. */
export function joinColumns(columns: readonly Float64Array[]): Float32Array {
  const joined = new Float32Array(columns.length * columns[0].length);
  for (const [c, column] of columns.entries()) joined.set(column, c * column.length);
  return joined;
}

/**
 * Variance of the measure per grid horizon, one mean daily variance per row: exp(linear part + mean output of the networks),
 * clipped. NaN during the warm-up.
 */
export function measureVariance(
  history: Bars,
  fit: Omit<NetworkFit, 'level'>,
  objectives: readonly Objective<ForecasterBatch>[],
): Float64Array[] {
  const { network, linear } = networkInputs(history, fit.gridDays, fit);
  const warmup = networkWarmup(fit);
  const count = Math.max(0, network.rows - warmup);
  const batch = {
    days: network.rows,
    features: networkFeatures(network, fit.scaler),
    rows: Int32Array.from({ length: count }, (_, k) => warmup + k),
  };
  const networks = count === 0 ? [] : fit.networks.map((weights, k) => objectives[k].results(weights, batch));
  return fit.baseline.map((coefficients, g) => {
    const logVariance = baselineLogVariance(coefficients, linear[g]);
    return logVariance.map((value, t) => {
      if (t < warmup) return Number.NaN;
      let sum = 0;
      for (const outputs of networks) sum += outputs[g * count + t - warmup];
      const variance = Math.exp(value + sum / networks.length);
      return Math.min(Math.max(variance, fit.low[g]), fit.high[g]);
    });
  });
}

/** Builds the model around its fit: the variance of the measure, brought to that of the target by its level. */
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

  const { gridDays, window, scaler, baseline, low, high, level, networks, measure, beside, regimes, exogenous } = fit;
  return {
    forecaster,
    warmup: networkWarmup(fit),
    forecast,
    ...(networks.length > 1 && { spread }),
    // Every Float32 is a double exactly, and JSON keeps doubles exactly.
    toJSON: () => ({
      forecaster,
      gridDays,
      window,
      measure,
      ...shape,
      inputsWarmup: fit.inputsWarmup,
      exogenous,
      beside: beside.map((model) => model.toJSON()),
      ...(regimes !== undefined && { regimes: regimes.toJSON() }),
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
  const variance = measureVariance(history, fit, objectives);
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
