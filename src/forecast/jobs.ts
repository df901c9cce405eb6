import type { JobFunction } from '../engine/jobs/executor.ts';
import { type Bars, sliceBars } from '../market/bars.ts';
import { compareForecasts } from './comparison/compare-forecasts.ts';
import type { CompareTask } from './comparison/compare-forecasts-on.ts';
import { createForecaster, type ForecasterSettings } from './create-forecaster.ts';
import type { VolatilityModelJSON } from './forecaster.ts';
import { loadVolatilityModel } from './load-volatility-model.ts';
import type { PlannedRefit } from './plan-refits.ts';
import { useModel } from './use-model.ts';

/** One refit of a walk as it crosses threads. */
export interface RefitTask {
  readonly forecaster: ForecasterSettings;
  /** Rows up to the next refit; the fit itself is handed those up to its own row. */
  readonly history: Bars;
  readonly refit: PlannedRefit;
  readonly horizonDays: readonly number[];
  readonly seed: number;
  /** The model of the refit before, as JSON, for a warm start. */
  readonly previous?: string | undefined;
  /** This refit's own model, as JSON, where an earlier run has left it: then nothing is fitted. */
  readonly fitted?: string | undefined;
}

export interface RefitReply {
  /** As JSON. */
  readonly model: string;
  /** Per horizon, from the fit row until the next refit. */
  readonly volAnnual: readonly Float64Array[];
}

/** What the room hands to worker threads. */
export const forecastJobs: Readonly<Record<string, JobFunction>> = {
  refit: (task, call): RefitReply => {
    const { forecaster, history, refit, horizonDays, seed, previous, fitted } = task as RefitTask;
    const model =
      fitted !== undefined
        ? modelOf(fitted)
        : createForecaster(forecaster).fit(sliceBars(history, refit.from, refit.row + 1), {
            ...call,
            seed,
            previous: previous === undefined ? undefined : modelOf(previous),
          });
    return { model: JSON.stringify(model), volAnnual: useModel(model, history, refit, horizonDays) };
  },
  compare: (task, call) => {
    const { table, options } = task as CompareTask;
    return compareForecasts(table, { ...options, ...call });
  },
};

function modelOf(text: string) {
  return loadVolatilityModel(JSON.parse(text) as VolatilityModelJSON);
}
