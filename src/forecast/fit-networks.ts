import type { ForecasterBatch } from '../engine/forecaster/forecaster-problem.ts';
import type { Objective } from '../engine/objective.ts';
import type { Bars } from '../market/bars.ts';
import { parkinsonVariance } from '../market/range-variance.ts';
import { fitScaler } from '../market/scaler.ts';
import type { SeededCallOptions } from '../support/long-call.ts';
import { requireCount, requirePositive } from '../support/require.ts';
import { requireRows } from './forecast-input.ts';
import { baselineLogVariance, fitBaseline } from './lstm-baseline.ts';
import { LSTM_FEATURE_WARMUP, lstmFeatures } from './lstm-features.ts';
import { type LstmTrainingOptions, trainLstm } from './lstm-training.ts';
import { joinColumns, lstmWarmup, type NetworkFit, networkFeatures, rangeVariance } from './network-model.ts';
import { checkGrid, DEFAULT_GRID_DAYS } from './term-structure.ts';
import { closeToRangeRatio, forwardMean } from './variance-windows.ts';

/** Share of the rows with targets, the latest ones, that choose the weights kept. */
const HELD_SHARE = 0.15;
/** Rows that the weights must at least be fitted to. */
const FIT_ROWS = 150;
/** Forecasts are held between these multiples of the smallest and largest target value seen. */
const CLIP_LOW = 0.7;
const CLIP_HIGH = 1.5;
/** Smallest target variance, so that its logarithm exists: 0.0016 % a year. */
const TARGET_FLOOR = 1e-12;

/** How the networks of a forecaster are trained. */
export interface NetworkTrainingOptions {
  /** Days the network reads. */
  readonly window: number;
  /** Passes over the fitted windows, at most: training stops early when the rows held back gain nothing more. */
  readonly epochs: number;
  /** Windows a step. */
  readonly batch: number;
  /** First learning rate; it falls to a twentieth along a cosine. */
  readonly learningRate: number;
  /** Networks of different random streams, averaged in log variance. */
  readonly ensemble: number;
  /** Horizons in trading days, increasing, one output each. Default 1, 5, 10, 21. */
  readonly gridDays?: readonly number[] | undefined;
}

/** What one network of an ensemble is: its objective, and the weights it starts from. */
export interface NetworkMember {
  readonly objective: Objective<ForecasterBatch>;
  readonly first: (member: number) => Float32Array;
}

/**
 * Fits the linear part and the networks of a forecaster, and the level of its forecasts, on a history.
 *
 * @param name of the forecaster, for messages
 */
export function fitNetworks(
  history: Bars,
  options: NetworkTrainingOptions,
  call: SeededCallOptions,
  name: string,
  open: (member: number) => NetworkMember,
): NetworkFit {
  const { window, gridDays = DEFAULT_GRID_DAYS, ensemble } = options;
  call.signal?.throwIfAborted();
  const rows = history.close.length;
  const { fitted, held } = splitRows(name, rows, window, gridDays[gridDays.length - 1]);

  const parkinson = parkinsonVariance(history);
  const targets = gridDays.map((days) => forwardMean(parkinson, days).map((y) => Math.max(y, TARGET_FLOOR)));
  const features = lstmFeatures(history);
  const { columns } = features;
  const known = (column: Float64Array) => column.slice(fitted[0], held[1]);
  const baseline = fitBaseline(columns.slice(0, 3).map(known), targets.map(known));
  const scaler = fitScaler(features, ...fitted);
  const set = {
    history: {
      days: rows,
      features: networkFeatures(features, scaler),
      baseline: joinColumns(baseline.map((coefficients) => baselineLogVariance(coefficients, columns))),
      targets: joinColumns(targets),
    },
    fitted,
    held,
  };
  const label = `fitting forecaster '${name}' up to ${history.dates[rows - 1]}`;
  const members = Array.from({ length: ensemble }, (_, member) => open(member));
  const training: Omit<LstmTrainingOptions, 'member'> = { ...options, ...call, label };
  const networks = members.map(({ objective, first }, member) =>
    trainLstm(first(member), objective, set, { ...training, member }),
  );
  const fit = {
    gridDays: [...gridDays],
    window,
    scaler: { means: scaler.means, sds: scaler.sds },
    baseline,
    low: targets.map((target) => CLIP_LOW * known(target).reduce((a, b) => Math.min(a, b))),
    high: targets.map((target) => CLIP_HIGH * known(target).reduce((a, b) => Math.max(a, b))),
    networks,
  };
  const closeRatio = closeToRangeRatio(history, parkinson);
  const objectives = members.map(({ objective }) => objective);
  const level = rangeVariance(history, fit, objectives).map(
    (variance, g) => closeRatio * meanRatio(known(targets[g]), known(variance)),
  );
  return { ...fit, level };
}

/** Rows [from, to) that are fitted and held back. A gap of `longest` rows keeps their targets apart. */
function splitRows(
  name: string,
  rows: number,
  window: number,
  longest: number,
): Record<'fitted' | 'held', [number, number]> {
  const from = lstmWarmup(window);
  const usable = Math.ceil((FIT_ROWS + longest) / (1 - HELD_SHARE));
  const parts = `${LSTM_FEATURE_WARMUP} for its features, ${window - 1} to fill its window, ${usable} to fit and to hold back, ${longest} for the longest horizon`;
  requireRows(name, rows, from + usable + longest, parts);
  const to = rows - longest;
  const heldFrom = to - Math.floor(HELD_SHARE * (to - from));
  return { fitted: [from, heldFrom - longest], held: [heldFrom, to] };
}

function meanRatio(realised: Float64Array, forecast: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < realised.length; i++) sum += realised[i] / forecast[i];
  return sum / realised.length;
}

/** Throws a RangeError that names the first option out of range. */
export function checkNetworkTraining({
  window,
  epochs,
  batch,
  ensemble,
  learningRate,
  gridDays,
}: NetworkTrainingOptions): void {
  for (const [name, value] of Object.entries({ window, epochs, batch, ensemble })) {
    requireCount(name, value);
  }
  requirePositive('learningRate', learningRate);
  if (gridDays !== undefined) checkGrid(gridDays);
}
