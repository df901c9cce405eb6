import { availableParallelism } from 'node:os';
import type { ForecastValues } from '../backtest/forecast-value.ts';
import type { Executor } from '../engine/jobs/executor.ts';
import type { ForecasterSettings } from '../forecast/create-forecaster.ts';
import type { ForecastTable } from '../forecast/forecast-table.ts';
import type { WalkedForecasts } from '../forecast/walk-forecasts.ts';
import type { ForecastIntervals, ForecastRun, ValueTerms } from '../report/forecast/forecast-run.ts';
import { InputError } from '../support/input-error.ts';
import type { LongCallOptions, ProgressListener } from '../support/long-call.ts';
import { shareOfProgress } from '../support/share-of-progress.ts';
import { walkRows } from './find-regimes.ts';
import type { ForecastData } from './forecast-data.ts';
import type { ForecastConfig } from './forecast-schema.ts';
import { combinedName, type ForecastersOfConfig, type NamedForecaster } from './forecasters-of-config.ts';

export interface ForecastVolatilityOptions extends LongCallOptions {
  /** By the cores of the machine where undefined; changes no result. */
  readonly threads: number | undefined;
  /** Where fitted models are kept. */
  readonly folder: string;
}

/** Walks the configuration's forecasters forward through the history, compares them and measures what they are worth. */
export async function forecastVolatility(
  config: ForecastConfig,
  plan: ForecastersOfConfig,
  data: ForecastData,
  { threads = availableParallelism(), folder, signal, onProgress }: ForecastVolatilityOptions,
): Promise<ForecastRun> {
  const { compareForecastsOn } = await import('../forecast/comparison/compare-forecasts-on.ts');
  const { createForecastPool } = await import('../forecast/forecast-pool.ts');
  const { chooseOverHorizons } = await import('../report/forecast/choose-over-horizons.ts');
  const { seed, against: _, ...settings } = config;
  const { against } = plan;
  const pool = createForecastPool({ threads });
  try {
    const walk = { folder, signal, onProgress: shareOfProgress(onProgress, 0, 0.8) };
    const table = await tableOf(pool, config, plan, data, walk);
    const from = scoredFrom(config, table, data);
    const labels = await regimeLabels(config, data, { signal, onProgress: shareOfProgress(onProgress, 0.8, 0.84) });
    const comparison = await compareForecastsOn(pool, table, {
      against,
      from,
      seed,
      replications: config.replications,
      groups: labels,
      signal,
      onProgress: shareOfProgress(onProgress, 0.84, 0.92),
    }).catch((error: unknown) => {
      // What a comparison refuses lies in the data.
      throw error instanceof RangeError ? new InputError(error.message, { file: data.file }) : error;
    });
    const chosen =
      config.chosen === undefined
        ? chooseOverHorizons(table, { from, reference: against[0] })
        : { forecaster: config.chosen, by: 'user' as const, relativeQlike: {} };
    const intervals = await intervalsOf(config, table, chosen.forecaster, from);
    const call = { signal, onProgress: shareOfProgress(onProgress, 0.92, 1) };
    const { detector } = config.regimes;
    return {
      source: data.source,
      settings: { seed, ...settings, forecasters: plan.forecasters },
      target: config.target,
      table,
      from,
      against,
      comparison,
      chosen,
      intervals,
      regimes: config.regimes.enabled ? { detector: detector.name, states: detector.states } : null,
      value: config.value.enabled ? await worthOf(config, against[0], table, data, from, call) : null,
    };
  } finally {
    await pool.close();
  }
}

/** Forecasts beside what followed; those of networks, which are fitted less often, and the rest are walked side by side. */
async function tableOf(
  pool: Executor,
  { target, combine, horizons, walkForward, seed }: ForecastConfig,
  { forecasters, combined }: ForecastersOfConfig,
  { bars, file }: ForecastData,
  { folder, signal, onProgress }: LongCallOptions & { readonly folder: string },
): Promise<ForecastTable> {
  const { combineForecasts } = await import('../forecast/combine-forecasts.ts');
  const { toForecastTable } = await import('../forecast/to-forecast-table.ts');
  const { walkForecastersOn } = await import('../forecast/walk-forecasters.ts');
  const { warmStart, networkRefitEveryDays } = walkForward;
  const rows = walkRows(walkForward);
  const isNetwork = ({ settings }: NamedForecaster) => hasNetwork(settings);
  const groups = [
    { members: forecasters.filter((each) => !isNetwork(each)), schedule: rows },
    { members: forecasters.filter(isNetwork), schedule: { ...rows, refitEveryRows: networkRefitEveryDays } },
  ].filter(({ members }) => members.length > 0);
  const reports = sumOfProgress(groups.length, onProgress);
  // The first error stops all: else the pool would go on with the others, for nobody.
  const stop = new AbortController();
  const signals = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const walked = groups.map(async ({ members, schedule }, g) => {
    const options = { horizonDays: horizons, ...schedule, warmStart, folder, seed, signal: signals };
    const walks = await walkForecastersOn(
      pool,
      members.map(({ settings }) => settings),
      bars,
      { ...options, onProgress: reports[g] },
    ).catch((error: unknown) => {
      stop.abort(error);
      // What a fit refuses lies in the data.
      throw error instanceof InputError ? new InputError(error.message, { file }) : error;
    });
    return members.map(({ label }, i) => [label, walks[i]] as const);
  });
  await Promise.allSettled(walked);
  const byLabel: Readonly<Record<string, WalkedForecasts>> = Object.fromEntries((await Promise.all(walked)).flat());
  const walks = Object.fromEntries(forecasters.map(({ label }) => [label, byLabel[label]]));
  const table = toForecastTable({ history: bars, target, walks });
  if (combined === null) return table;
  const { enabled: _, ...options } = { ...combine, ...combined };
  return {
    ...table,
    forecasts: { ...table.forecasts, [combinedName]: combineForecasts(table, options).variance },
  };
}

/** Networks, and combinations that hold one. */
function hasNetwork(settings: ForecasterSettings): boolean {
  if (settings.name !== 'combination') return settings.name === 'lstm';
  return [...(settings.members ?? []), ...(settings.shortHorizons?.members ?? [])].some(({ name }) => name === 'lstm');
}

/** The first row on which every forecast is known, or that of the configuration's date where it is later. */
function scoredFrom({ from }: ForecastConfig, { dates, forecasts }: ForecastTable, { file }: ForecastData): number {
  const columns = Object.values(forecasts).flat();
  const first = dates.findIndex(
    (date, row) => (from === undefined || date >= from) && columns.every((c) => c[row] > 0),
  );
  if (first >= 0) return first;
  const silent = Object.keys(forecasts).filter((name) => !forecasts[name].some((column) => column.some((y) => y > 0)));
  if (silent.length > 0) {
    throw new InputError(
      `${silent.join(', ')} forecast nothing above 0 on any day: give a history that moves, or leave out forecasters that read what it lacks`,
      { file },
    );
  }
  throw new InputError(
    from === undefined
      ? 'no day has a forecast of every forecaster: leave out those that read what the history lacks'
      : `from ${from}: no day from then on has a forecast of every forecaster; the history ends on ${dates[dates.length - 1]}`,
    { file },
  );
}

async function regimeLabels(
  { regimes: { enabled, detector, refitEveryDays }, walkForward, seed }: ForecastConfig,
  { bars, file }: ForecastData,
  call: LongCallOptions,
): Promise<Int32Array | undefined> {
  if (!enabled) return undefined;
  const { logReturns } = await import('../market/bars.ts');
  const { assembleFeatures } = await import('../market/features/assemble-features.ts');
  const { usualFeaturesOf } = await import('../regimes/create-detector.ts');
  const { mostProbable } = await import('../regimes/most-probable.ts');
  const { walkRegimesOnThread } = await import('../regimes/on-thread.ts');
  const features = assembleFeatures(bars, usualFeaturesOf(detector.name));
  const terms = { ...detector, features: features.names };
  const schedule = { ...walkRows(walkForward), refitEveryRows: refitEveryDays };
  const options = { returns: logReturns(bars), seed, ...schedule, ...call };
  const { filtered } = await walkRegimesOnThread(terms, features, options).catch((error: unknown) => {
    throw error instanceof InputError ? new InputError(`regimes: ${error.message}`, { file }) : error;
  });
  return mostProbable(filtered);
}

async function intervalsOf(
  { intervals: { level, fewestErrors, windowDays, adaptiveStep } }: ForecastConfig,
  table: ForecastTable,
  forecaster: string,
  from: number,
): Promise<ForecastIntervals> {
  const { forecastIntervals } = await import('../forecast/comparison/forecast-intervals.ts');
  const { scoreIntervals } = await import('../forecast/comparison/score-intervals.ts');
  const probabilities = [(1 - level) / 2, (1 + level) / 2];
  const options = { probabilities, fewestErrors, windowRows: windowDays, adaptiveStep };
  const bounds = forecastIntervals(table, forecaster, options).map(([low, high]) => [low, high] as const);
  const scores = table.horizonDays.map((horizonDays, h) => {
    const realised = table.realised[h].subarray(from);
    const quantiles = bounds[h].map((column) => column.subarray(from));
    if (!realised.some((y, row) => y >= 0 && quantiles[0][row] >= 0)) return null;
    const [low, high] = scoreIntervals(realised, quantiles, { probabilities, horizonDays });
    return [low, high] as const;
  });
  return { level, bounds, scores };
}

async function worthOf(
  { value: { tenorDays, costBps, weight, halfWidth, everyDays }, seed }: ForecastConfig,
  reference: string,
  table: ForecastTable,
  { bars: { close }, impliedVol, isQuoted, file }: ForecastData,
  from: number,
  call: LongCallOptions,
): Promise<ForecastValues & ValueTerms> {
  const { forecastValue, volToExpiry } = await import('../backtest/forecast-value.ts');
  const { europeanTerms } = await import('../backtest/hedging-terms.ts');
  const names = Object.keys(table.forecasts);
  const forecastVol = Object.fromEntries(names.map((name) => [name, volToExpiry(table, name, tenorDays)]));
  const terms = europeanTerms({ optionType: 'call', position: -1, costBps, rateAnnual: 0 });
  const options = { terms, tenorDays, everyDays, weights: [weight], halfWidth, reference, from, seed, ...call };
  try {
    const values = forecastValue({ close, impliedVol, forecastVol }, options);
    // It ran on this thread: a Ctrl-C of that time is heard now.
    await new Promise((resolve) => setImmediate(resolve));
    call.signal?.throwIfAborted();
    return { ...values, tenorDays, costBps, reference, isQuoted };
  } catch (error) {
    throw error instanceof RangeError ? new InputError(`value: ${error.message}`, { file }) : error;
  }
}

/** Listeners of so many calls side by side, whose progress adds up. */
function sumOfProgress(
  calls: number,
  onProgress: ProgressListener | undefined,
): readonly (ProgressListener | undefined)[] {
  const done = new Float64Array(calls);
  const totals = new Float64Array(calls);
  return Array.from({ length: calls }, (_, call) =>
    onProgress === undefined
      ? undefined
      : (progress) => {
          done[call] = progress.done;
          totals[call] = progress.total;
          const sum = (values: Float64Array) => values.reduce((total, each) => total + each, 0);
          onProgress({ ...progress, done: sum(done), total: sum(totals) });
        },
  );
}
