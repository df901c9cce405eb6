import type { Bars } from '../market/bars.ts';
import type { VarianceMeasure } from '../market/daily-variance.ts';
import { computeFeatures } from '../market/features/registry.ts';
import type { FeatureMatrix } from '../market/features.ts';
import type { RegimeModel } from '../regimes/detector.ts';
import type { VolatilityModel } from './forecaster.ts';
import { exogenousColumn } from './har/har-regressors.ts';
import type { ExogenousTerm } from './har/har-terms.ts';
import { lastKnown } from './known-variance.ts';
import { LSTM_FEATURE_WARMUP, linearRegressorNames, lstmFeatures, networkFeatureNames } from './lstm-features.ts';

/** Smallest annualised volatility of a forecast beside the network whose logarithm is read. */
const VOL_FLOOR = 1e-4;

/** What a network and its linear part read, fitted on the same past as they are. */
export interface NetworkSources {
  readonly measure: VarianceMeasure;
  /** Models whose log forecasts are regressors of the linear part. */
  readonly beside: readonly VolatilityModel[];
  /** A detector's model, whose filtered probabilities the network reads. */
  readonly regimes?: RegimeModel | undefined;
  /** Columns of the history that the network and the linear part read. */
  readonly exogenous: readonly Required<ExogenousTerm>[];
}

/** Names of what the network reads of a day, in its order. */
export function networkInputNames({ regimes, exogenous }: NetworkSources): readonly string[] {
  return [
    ...networkFeatureNames,
    ...(regimes?.states.slice(1).map((_, k) => `regime${k + 1}`) ?? []),
    ...exogenous.map(({ column, lagDays }) => (lagDays === 0 ? column : `${column} ${lagDays} days before`)),
  ];
}

/** Regressors of the linear part, for each horizon. */
export function linearRegressorCount({ beside, exogenous }: NetworkSources): number {
  return linearRegressorNames.length + beside.length + exogenous.length;
}

export interface NetworkInputs {
  readonly network: FeatureMatrix;
  /** Per horizon of the grid, the regressors of the linear part. */
  readonly linear: readonly (readonly Float64Array[])[];
}

/**
 * All that a network and its linear part read of each day: the features of `lstmFeatures`, the filtered probabilities of all
 * regimes but the first, further columns, and the log variances that other models forecast over each horizon. Row t depends
 * on rows 0..t alone. A column without a value keeps the last one it had.
 *
 * @throws InputError when the history lacks a column
 */
export function networkInputs(history: Bars, gridDays: readonly number[], sources: NetworkSources): NetworkInputs {
  const { beside, regimes, exogenous, measure } = sources;
  const { network, linear } = lstmFeatures(history, measure);
  const columns = exogenous.map((term) => lastKnown(exogenousColumn(history, term)));
  const probabilities =
    regimes === undefined ? [] : regimes.filter(computeFeatures(history, regimes.features)).columns.slice(1);
  const forecasts = beside.map((model) => model.forecast(history, gridDays));
  return {
    network: {
      names: networkInputNames(sources),
      rows: network.rows,
      columns: [...network.columns, ...probabilities, ...columns],
    },
    linear: gridDays.map((_, g) => [...linear, ...forecasts.map((vols) => vols[g].map(logVariance)), ...columns]),
  };
}

/** Rows at the start of a history where something is missing that depends on nothing but how many rows there are. */
export function inputsWarmup({ beside }: NetworkSources, { network, linear }: NetworkInputs): number {
  const columns = [...network.columns, ...linear.flat()];
  let row = Math.max(LSTM_FEATURE_WARMUP, ...beside.map(({ warmup }) => warmup));
  while (row < network.rows && !columns.every((column) => Number.isFinite(column[row]))) row++;
  return row;
}

function logVariance(volAnnual: number): number {
  return 2 * Math.log(Math.max(volAnnual, VOL_FLOOR));
}
