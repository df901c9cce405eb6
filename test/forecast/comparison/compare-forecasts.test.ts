import { beforeAll, describe, expect, it } from 'vitest';
import { createInlineExecutor } from '../../../src/engine/jobs/executor.ts';
import { compareForecasts, type HorizonComparison } from '../../../src/forecast/comparison/compare-forecasts.ts';
import { compareForecastsOn } from '../../../src/forecast/comparison/compare-forecasts-on.ts';
import { dieboldMariano } from '../../../src/forecast/diebold-mariano.ts';
import { createEwmaForecaster } from '../../../src/forecast/ewma.ts';
import type { ForecastTable } from '../../../src/forecast/forecast-table.ts';
import { forecastJobs } from '../../../src/forecast/jobs.ts';
import { lossesOf, qlike } from '../../../src/forecast/losses.ts';
import { forwardMean } from '../../../src/forecast/variance-windows.ts';
import { dailyVariance } from '../../../src/market/daily-variance.ts';
import { bundledBarsPath, readBars } from '../../../src/market/read-bars.ts';

const horizonDays = [1, 5, 22];
/** The close from which the first day of 2006 is forecast. */
const options = { against: ['ewma'], from: '2005-12-30', seed: 7, replications: 100 };

async function tableOfHistory(): Promise<ForecastTable> {
  const { bars } = await readBars(bundledBarsPath());
  const variance = dailyVariance(bars, 'parkinson');
  const measures = { measure: 'parkinson', target: 'parkinson' } as const;
  const model = createEwmaForecaster({ lambda: 0.94, ...measures }).fit(bars, { seed: 1 });
  const ewma = model.forecast(bars, horizonDays).map((column) => column.map((vol) => vol ** 2 / 252));
  return {
    dates: bars.dates,
    horizonDays,
    realised: horizonDays.map((days) => forwardMean(variance, days)),
    forecasts: { ewma, 'random-walk': horizonDays.map(() => variance) },
  };
}

describe('compareForecasts', () => {
  let table: ForecastTable;
  let compared: readonly HorizonComparison[];

  beforeAll(async () => {
    table = await tableOfHistory();
    const groups = Int32Array.from(table.dates, (_, row) => (row % 3) - 1);
    compared = compareForecasts(table, { ...options, groups });
  });

  it('gives the same as a job of a pool', async () => {
    const groups = Int32Array.from(table.dates, (_, row) => (row % 3) - 1);
    const pool = createInlineExecutor(forecastJobs);
    expect(await compareForecastsOn(pool, table, { ...options, groups })).toEqual(compared);
  });

  // Measured on the same data by a script in Python: QLIKE, MSE, RMSE in volatility points, R² out of sample.
  it.each([
    ['random-walk', 0, 3597, [0.84733, 6.8939, 8.28887, 0.324]],
    ['random-walk', 2, 3576, [1.24818, 6.18963, 8.20544, -0.15275]],
    ['ewma', 0, 3597, [0.471516, 6.135443, 7.690562, 0.39837]],
    ['ewma', 1, 3593, [0.29464, 3.74085, 6.20757, 0.48326]],
    ['ewma', 2, 3576, [0.41751, 3.38664, 6.79953, 0.36928]],
  ] as const)('scores %s at horizon %i as an independent script does', (name, place, rows, figures) => {
    const score = compared[place].forecasts.find(({ forecaster }) => forecaster === name)!;
    expect(score.rows).toBe(rows);
    const found = [score.qlike, score.mse, score.rmseVolPoints, score.rSquared];
    figures.forEach((figure, i) => {
      expect(Math.abs(found[i] - figure)).toBeLessThan(1e-5);
    });
  });

  it('tests the forecasts against each other, all on the same rows', () => {
    const [day] = compared;
    const [ewma, walk] = day.forecasts;
    const rows = Array.from(table.dates.keys()).filter(
      (row) => table.dates[row] >= '2005-12-30' && row + 1 < table.dates.length,
    );
    const lossOf = (name: string) =>
      lossesOf(
        qlike,
        Float64Array.from(rows, (row) => table.realised[0][row]),
        Float64Array.from(rows, (row) => table.forecasts[name][0][row]),
      );
    expect(walk.dieboldMariano.ewma.qlike).toEqual(
      dieboldMariano(lossOf('random-walk'), lossOf('ewma'), { horizon: 1 }),
    );
    expect(walk.dieboldMariano.ewma.qlike.statistic).toBeGreaterThan(5);
    expect(ewma.dieboldMariano).toEqual({});
    expect(ewma.confidence.qlike).toBe(1);
    expect(walk.confidence.qlike).toBeLessThan(0.05);
    expect(day.superiorAbility.ewma.qlike).toMatchObject({ consistent: 1, best: 1 });
    expect(walk.mincerZarnowitz!.slope).toBeLessThan(0.7);
    expect(ewma.bias).toBeCloseTo(1, 1);
    expect(day).toMatchObject({ firstDate: '2005-12-30', lastDate: '2020-04-16', zeroRows: 0 });
    expect(compared[2].meanBlock).toBeGreaterThanOrEqual(22);
  });

  it('splits the rows by year and by label, without those of no label', () => {
    for (const { rows, years, groups, forecasts } of compared) {
      expect(years.map(({ label }) => label)).toEqual(Array.from({ length: 16 }, (_, i) => 2005 + i));
      expect(years.reduce((sum, year) => sum + year.rows, 0)).toBe(rows);
      const mean = years.reduce((sum, year) => sum + year.rows * year.forecasts[0].qlike, 0) / rows;
      expect(mean).toBeCloseTo(forecasts[0].qlike, 12);
      expect(groups.map(({ label }) => label)).toEqual([0, 1]);
    }
  });

  it('leaves days without movement out of QLIKE, counts them, and keeps them in the squared error', () => {
    const zero = table.dates.indexOf('2010-06-01');
    const still = { ...table, realised: table.realised.map((column) => column.with(zero, 0)) };
    const [day] = compareForecasts(still, options);
    expect(day).toMatchObject({ rows: 3597, zeroRows: 1 });
    expect(Number.isFinite(day.forecasts[0].qlike)).toBe(true);
    expect(day.forecasts[0].dieboldMariano).toEqual({});
    expect(day.forecasts[1].dieboldMariano.ewma.qlike.observations).toBe(3596);
    expect(day.forecasts[1].dieboldMariano.ewma.mse.observations).toBe(3597);
  });

  it('gives the same for the same seed, and rows in place of dates', () => {
    const from = table.dates.indexOf('2005-12-30');
    const short = { ...options, to: from + 200 };
    expect(compareForecasts(table, { ...short, from })).toEqual(compareForecasts(table, short));
  });

  it('refuses names, rows and forecasts that make no sense', () => {
    const call =
      (changes: object, changed: object = {}) =>
      () =>
        compareForecasts({ ...table, ...changed }, { ...options, ...changes });
    expect(call({ against: ['garch'] })).toThrow("against holds 'garch': expected forecasters of the table");
    expect(call({ to: '2006-01-20' })).toThrow('expected at least 20; leave a forecaster or a horizon out');
    expect(call({ groups: new Int32Array(3) })).toThrow('groups has 3 rows');
    const negative = horizonDays.map(() => table.realised[0].with(3000, -1));
    expect(call({}, { forecasts: { ewma: table.forecasts.ewma, negative } })).toThrow(
      "forecast of 'negative' is -1 on",
    );
  });
});
