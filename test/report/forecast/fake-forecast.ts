import { compareForecasts } from '../../../src/forecast/comparison/compare-forecasts.ts';
import { forecastIntervals } from '../../../src/forecast/comparison/forecast-intervals.ts';
import { scoreIntervals } from '../../../src/forecast/comparison/score-intervals.ts';
import type { ForecastTable } from '../../../src/forecast/forecast-table.ts';
import { forwardMean } from '../../../src/forecast/variance-windows.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import type { ForecastRun } from '../../../src/report/forecast/forecast-run.ts';

const rows = 400;
const horizonDays = [1, 5];

/** Variances around 1e-4 that swing slowly; 'near' knows them, 'far' says 1.6 times as much, 'half' knows them from row 200 on. */
export function fakeTable(): ForecastTable {
  const stream = createRandomStream(5, 'forecasts');
  const truth = Float64Array.from({ length: rows }, (_, t) => 1e-4 * (1 + 0.6 * Math.sin(t / 40)));
  const variance = truth.map((value) => value * -Math.log(1 - stream.uniform()));
  const scaled = (factor: (row: number) => number) => horizonDays.map(() => truth.map((value, t) => value * factor(t)));
  return {
    dates: Array.from(truth, (_, t) => new Date(Date.UTC(2018, 0, 1 + t)).toISOString().slice(0, 10)),
    horizonDays,
    realised: horizonDays.map((days) => forwardMean(variance, days)),
    forecasts: {
      near: scaled(() => 1),
      far: scaled(() => 1.6),
      'half<way>': scaled((t) => (t < 200 ? 3 : 1)),
    },
  };
}

/** A run of them, with two regimes that take turns. */
export function fakeForecastRun(changes: Partial<ForecastRun> = {}): ForecastRun {
  const table = fakeTable();
  const against = ['far'];
  const groups = Int32Array.from(table.dates, (_, row) => Math.floor(row / 50) % 2);
  const probabilities = [0.05, 0.95];
  const bounds = forecastIntervals(table, 'near', { probabilities, fewestErrors: 100 });
  const interval = (value: number) => ({ value, stderr: 0.01, low: value - 0.02, high: value + 0.02 });
  const worth = (forecaster: string, weight: number, value: number) => ({
    forecaster,
    weight,
    objective: interval(value),
    versusReference: interval(value - 0.9),
    mean: 0.1,
    sd: 0.5,
    cost: 0.2,
    trades: 15,
  });
  return {
    source: 'made up',
    settings: { seed: 7 },
    target: 'squared-return',
    table,
    from: 0,
    against,
    comparison: compareForecasts(table, { against, seed: 7, replications: 100, groups }),
    chosen: { forecaster: 'near', by: 'all days', relativeQlike: { near: 0.8, far: 1, 'half<way>': 0.9 } },
    intervals: {
      level: 0.9,
      bounds: bounds.map(([low, high]) => [low, high] as const),
      scores: horizonDays.map((days, h) => {
        const [low, high] = scoreIntervals(table.realised[h], bounds[h], { probabilities, horizonDays: days });
        return [low, high] as const;
      }),
    },
    regimes: { detector: 'hmm', states: 2 },
    value: {
      episodes: 300,
      values: [worth('implied', 0, 1), worth('near', 1, 0.8), worth('far', 1, 0.9), worth('half<way>', 1, 0.85)],
      tenorDays: 21,
      costBps: 10,
      reference: 'far',
      isQuoted: false,
    },
    ...changes,
  };
}
