import type { Executor } from '../engine/jobs/executor.ts';
import { seriesModel } from '../forecast/liquidity.ts';
import { loadVolatilityModel } from '../forecast/load-volatility-model.ts';
import { sliceBars } from '../market/bars.ts';
import { sliceFeatures } from '../market/features.ts';
import { alignRegimes } from '../regimes/align.ts';
import type { RegimeModel } from '../regimes/detector.ts';
import { loadRegimeModel } from '../regimes/load-regime-model.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { readsForecastHalfSpread, readsForecastSpread } from './check-policies.ts';
import type { BacktestConfig } from './config.ts';
import { detectorFeatures, type FitSignalsTask, type FittedSignals } from './fit-signals.ts';
import { interestTime } from './interest-time.ts';
import type { MarketData } from './market-data.ts';
import type { Refit } from './refit-schedule.ts';
import { runJobs } from './run-jobs.ts';
import { detectorNames, type SignalTable } from './signal-table.ts';

/** The walk-forward's signals, and what the report says of the models behind them. */
export interface WalkedSignals {
  readonly table: SignalTable;
  /** Forecasts over the whole tenor, by forecaster. */
  readonly tenorForecasts: Readonly<Record<string, Float64Array>>;
  readonly alignment: Readonly<Record<string, Alignment>>;
}

/** How well a detector's labels of one refit agree with those of the next on their common rows. */
export interface Alignment {
  /** Lowest share of rows labelled alike. */
  readonly lowest: number;
  /** Refits at which another matching of the regimes than the order by variance would agree on more rows. */
  readonly disputed: number;
}

/**
 * Fits detectors and forecasters refit by refit and records, for every row, what the model in force at that row says
 * of it. Each fit is given rows up to its refit date alone; each model is run over rows up to the next refit alone.
 */
export async function walkSignals(
  data: MarketData,
  config: BacktestConfig,
  refits: readonly Refit[],
  executor: Executor,
  options: LongCallOptions = {},
): Promise<WalkedSignals> {
  const { bars } = data;
  const halfSpreadBps = readsForecastHalfSpread(config) ? data.halfSpreadBps : undefined;
  const tasks = refits.map(
    ({ trainFrom, row }): FitSignalsTask => ({
      bars: sliceBars(bars, 0, row + 1),
      trainFrom,
      config,
      halfSpreadBps: halfSpreadBps?.slice(0, row + 1),
    }),
  );
  const fitted = await runJobs<FitSignalsTask, FittedSignals>(executor, 'fitSignals', tasks, {
    ...options,
    label: (index) => `regimes and forecasts ${bars.dates[refits[index].row]}`,
  });
  options.signal?.throwIfAborted();
  return applyModels(data, config, refits, fitted);
}

function applyModels(
  { bars, impliedVol, halfSpreadBps }: MarketData,
  config: BacktestConfig,
  refits: readonly Refit[],
  fitted: readonly FittedSignals[],
): WalkedSignals {
  const rows = bars.dates.length;
  const tenor = config.contract.tenorDays;
  const horizons = Array.from({ length: tenor }, (_, index) => index + 1);
  const empty = () => new Float64Array(rows).fill(Number.NaN);
  const forecastVol = horizons.map(empty);
  const forecastSpread = readsForecastSpread(config) ? horizons.map(empty) : undefined;
  const forecastHalfSpreadBps =
    readsForecastHalfSpread(config) && halfSpreadBps !== undefined ? horizons.map(empty) : undefined;
  const tenorForecasts: Record<string, Float64Array> = {};
  const regimes = Object.fromEntries(
    detectorNames.map((name) => [name, Array.from({ length: config.regimes.states }, empty)]),
  );
  const alignment: Record<string, Alignment> = Object.fromEntries(
    detectorNames.map((name) => [name, { lowest: 1, disputed: 0 }]),
  );
  const previous = new Map<string, RegimeModel>();
  const features = detectorFeatures(bars, config);

  refits.forEach(({ row, until }, index) => {
    const known = sliceBars(bars, 0, until);
    for (const json of fitted[index].forecasters) {
      const model = loadVolatilityModel(json);
      const chosen = json.forecaster === config.forecast.signal;
      const columns = model.forecast(known, chosen ? horizons : [tenor]);
      tenorForecasts[json.forecaster] ??= empty();
      copyRows(columns[columns.length - 1], tenorForecasts[json.forecaster], row, until);
      if (!chosen) continue;
      columns.forEach((column, n) => {
        copyRows(column, forecastVol[n], row, until);
      });
      if (forecastSpread === undefined) continue;
      if (model.spread === undefined) throw new Error(`the forecaster ${json.forecaster} has one member: no spread`);
      model.spread(known, horizons).forEach((column, n) => {
        copyRows(column, forecastSpread[n], row, until);
      });
    }
    const { halfSpread } = fitted[index];
    if (forecastHalfSpreadBps !== undefined && halfSpread !== undefined) {
      const model = seriesModel(loadVolatilityModel(halfSpread));
      model.forecast(halfSpreadBps!.slice(0, until), horizons).forEach((column, n) => {
        copyRows(column, forecastHalfSpreadBps[n], row, until);
      });
    }
    const knownFeatures = sliceFeatures(features, 0, until);
    const pastFeatures = sliceFeatures(features, 0, row + 1);
    for (const json of fitted[index].detectors) {
      const model = loadRegimeModel(json);
      const before = previous.get(json.detector);
      if (before !== undefined) {
        const now = alignment[json.detector];
        // Labels keep the order by variance, the one meaning that lasts; what matching days would say is reported.
        const { order, agreementAsFitted } = alignRegimes(before, model, pastFeatures);
        alignment[json.detector] = {
          lowest: Math.min(now.lowest, agreementAsFitted),
          disputed: now.disputed + (order.every((label, k) => label === k) ? 0 : 1),
        };
      }
      previous.set(json.detector, model);
      model.filter(knownFeatures).columns.forEach((column, k) => {
        copyRows(column, regimes[json.detector][k], row, until);
      });
    }
  });
  return {
    table: {
      rows,
      close: bars.close,
      impliedVol,
      forecastVol,
      forecastSpread,
      regimes,
      halfSpreadBps,
      forecastHalfSpreadBps,
      interestTime: interestTime(bars.dates, config.underlying.interestDayCount),
    },
    tenorForecasts,
    alignment,
  };
}

function copyRows(from: Float64Array, to: Float64Array, start: number, end: number): void {
  to.set(from.subarray(start, end), start);
}
