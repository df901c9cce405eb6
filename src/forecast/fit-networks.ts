import type { ForecasterBatch } from '../engine/forecaster/forecaster-problem.ts';
import type { Objective } from '../engine/objective.ts';
import { type Bars, logReturns } from '../market/bars.ts';
import { dailyVariance } from '../market/daily-variance.ts';
import { computeFeatures } from '../market/features/registry.ts';
import { fitScaler } from '../market/scaler.ts';
import type { RegimeDetector } from '../regimes/detector.ts';
import { requireCount, requirePositive } from '../support/require.ts';
import type { ForecasterFitOptions, VolatilityForecaster } from './forecaster.ts';
import type { ExogenousTerm } from './har/har-terms.ts';
import { lastKnown } from './known-variance.ts';
import { baselineLogVariance, fitBaseline } from './lstm-baseline.ts';
import { LSTM_FEATURE_WARMUP } from './lstm-features.ts';
import { type LstmTrainingOptions, trainLstm } from './lstm-training.ts';
import { DEFAULT_MEASURE, DEFAULT_TARGET, levelRatio, type MeasureOptions } from './measure-options.ts';
import { inputsWarmup, type NetworkSources, networkInputs } from './network-inputs.ts';
import { joinColumns, measureVariance, type NetworkFit, networkFeatures } from './network-model.ts';
import { requireNetworkRows, splitRows } from './split-rows.ts';
import { checkGrid, DEFAULT_GRID_DAYS } from './term-structure.ts';
import { forwardMean } from './variance-windows.ts';

/** Forecasts are held between these multiples of the smallest and largest target value seen. */
const CLIP_LOW = 0.7;
const CLIP_HIGH = 1.5;
/** Smallest target variance, so that its logarithm exists: 0.0016 % a year. */
const TARGET_FLOOR = 1e-12;

/** How the networks of a forecaster are trained. */
export interface NetworkTrainingOptions extends MeasureOptions {
  /** Days the network reads. */
  readonly window: number;
  /** Passes over the fitted windows, at most: training stops early when the rows held back gain nothing more. */
  readonly epochs: number;
  /** Windows a step. */
  readonly batch: number;
  /** First learning rate; it falls to a twentieth along a cosine. */
  readonly learningRate: number;
  /**
   * Networks averaged in log variance. Each has random streams of its own and, where there are several, holds back another
   * block of days.
   */
  readonly ensemble: number;
  /**
   * Forecasters fitted on the same past, whose log forecasts join the regressors of the linear part: the network learns what
   * they leave, a hybrid. None by default.
   */
  readonly beside?: readonly VolatilityForecaster[] | undefined;
  /** A detector whose filtered probabilities the network reads. None by default. */
  readonly regimes?: RegimeDetector | undefined;
  /** Further columns of the history that the network and the linear part read. None by default. */
  readonly exogenous?: readonly ExogenousTerm[] | undefined;
  /** Horizons in trading days, increasing, one output each. Default 1, 5, 10, 21. */
  readonly gridDays?: readonly number[] | undefined;
}

/** What one network of an ensemble is: its objective, and the weights it starts from. */
export interface NetworkMember {
  readonly objective: Objective<ForecasterBatch>;
  readonly first: (member: number) => Float32Array;
}

/** What the networks of a fit read, and how they are made. */
export interface NetworkPlan {
  /** One of the ensemble, which reads so many inputs a day. */
  readonly open: (member: number, sources: NetworkSources) => NetworkMember;
  /** Weights of the fit before, one for each network, where they are to start from. */
  readonly previous?: ((sources: NetworkSources) => readonly Float32Array[]) | undefined;
}

/**
 * Fits the linear part and the networks of a forecaster, and the level of its forecasts, on a history.
 *
 * @param name of the forecaster, for messages
 */
export function fitNetworks(
  history: Bars,
  options: NetworkTrainingOptions,
  call: ForecasterFitOptions,
  name: string,
  { open, previous }: NetworkPlan,
): NetworkFit {
  const {
    window,
    gridDays = DEFAULT_GRID_DAYS,
    ensemble,
    measure = DEFAULT_MEASURE,
    target = DEFAULT_TARGET,
  } = options;
  call.signal?.throwIfAborted();
  const rows = history.close.length;
  const longest = gridDays[gridDays.length - 1];
  requireNetworkRows(name, rows, LSTM_FEATURE_WARMUP, options, longest);
  const sources = fitSources(history, { ...options, measure }, call);
  const inputs = networkInputs(history, gridDays, sources);
  const warmup = inputsWarmup(sources, inputs);
  requireNetworkRows(name, rows, warmup, options, longest);
  const known: [number, number] = [warmup + window - 1, rows - longest];

  const variance = lastKnown(dailyVariance(history, measure));
  const targets = gridDays.map((days) => forwardMean(variance, days).map((y) => Math.max(y, TARGET_FLOOR)));
  const cut = (column: Float64Array) => column.slice(...known);
  const baseline = fitBaseline(
    inputs.linear.map((columns) => columns.map(cut)),
    targets.map(cut),
  );
  const scaler = fitScaler(inputs.network, ...known);
  const set = {
    days: rows,
    features: networkFeatures(inputs.network, scaler),
    baseline: joinColumns(baseline.map((coefficients, g) => baselineLogVariance(coefficients, inputs.linear[g]))),
    targets: joinColumns(targets),
  };
  const label = `fitting forecaster '${name}' up to ${history.dates[rows - 1]}`;
  const members = Array.from({ length: ensemble }, (_, member) => open(member, sources));
  const before = previous?.(sources) ?? [];
  const networks = members.map(({ objective, first }, member) => {
    const training: LstmTrainingOptions = { ...options, ...call, label, member, warm: before.length === ensemble };
    const start = training.warm ? before[member] : first(member);
    return trainLstm(start, objective, { history: set, ...splitRows(known, longest, member, ensemble) }, training);
  });
  const fit = {
    ...sources,
    inputsWarmup: warmup,
    gridDays: [...gridDays],
    window,
    scaler: { means: scaler.means, sds: scaler.sds },
    baseline,
    low: targets.map((target) => CLIP_LOW * cut(target).reduce((a, b) => Math.min(a, b))),
    high: targets.map((target) => CLIP_HIGH * cut(target).reduce((a, b) => Math.max(a, b))),
    networks,
  };
  const ratio = levelRatio(history, measure, target);
  const objectives = members.map(({ objective }) => objective);
  const level = measureVariance(history, fit, objectives).map(
    (forecast, g) => ratio * meanRatio(cut(targets[g]), cut(forecast)),
  );
  return { ...fit, level };
}

/** Fits what the networks read beside the bars. */
function fitSources(
  history: Bars,
  { measure, beside = [], regimes, exogenous = [] }: NetworkTrainingOptions & Pick<NetworkSources, 'measure'>,
  { seed, signal }: ForecasterFitOptions,
): NetworkSources {
  return {
    measure,
    beside: beside.map((forecaster) => forecaster.fit(history, { seed, signal })),
    ...(regimes !== undefined && {
      regimes: regimes.fit(computeFeatures(history, regimes.features), {
        seed,
        signal,
        returns: logReturns(history),
      }),
    }),
    exogenous: exogenous.map(({ column, lagDays = 0, transform = 'log-variance' }) => ({ column, lagDays, transform })),
  };
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
