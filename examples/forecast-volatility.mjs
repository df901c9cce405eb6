// Forecasts of volatility walked forward through the bundled S&P 500, each day by models of its past alone; combined, compared
// with what followed, and given an interval.
import {
  combineForecasts,
  compareForecasts,
  createForecaster,
  createForecastPool,
  forecastIntervals,
  scoreIntervals,
  toForecastTable,
  walkForecastersOn,
} from 'regime-hedge/forecast';
import { bundledBarsPath, readBars } from 'regime-hedge/market';

const seed = 7;
const horizonDays = [1, 5, 22];
const gridDays = horizonDays;
const percent = (share) => `${(100 * share).toFixed(1)} %`;
const { bars } = await readBars(bundledBarsPath());

// By name with settings, as a file would give them. Each forecasts the volatility of close-to-close returns.
const forecasters = {
  ewma: { name: 'ewma' },
  har: { name: 'har', gridDays },
  leverage: { name: 'har-leverage', gridDays },
  gjr: { name: 'gjr', law: 'student-t' },
  trees: { name: 'boosted-trees', gridDays },
};
const pool = createForecastPool({ threads: 2 });
const walks = await walkForecastersOn(pool, Object.values(forecasters), bars, {
  horizonDays,
  firstFitRows: 1000,
  refitEveryRows: 252,
  seed,
});
await pool.close();

const named = Object.fromEntries(Object.keys(forecasters).map((name, k) => [name, walks[k]]));
const table = toForecastTable({ history: bars, target: 'squared-return', walks: named });
const { variance } = combineForecasts(table, { members: ['har', 'leverage', 'gjr'] });
const all = { ...table, forecasts: { ...table.forecasts, combined: variance } };

const comparison = compareForecasts(all, { against: ['har'], from: '2006-01-03', seed, replications: 200 });
for (const { horizonDays: days, rows, forecasts } of comparison) {
  console.log(`${days} days ahead, ${rows} days          QLIKE     MSE  bias  t against har  in the set`);
  for (const { forecaster, qlike, mse, bias, dieboldMariano, confidence } of forecasts) {
    const t = dieboldMariano.har?.qlike.statistic;
    console.log(
      `  ${forecaster.padEnd(24)} ${qlike.toFixed(3).padStart(7)} ${mse.toFixed(2).padStart(7)} ${bias.toFixed(2).padStart(5)} ${(t?.toFixed(1) ?? '').padStart(14)} ${confidence.qlike >= 0.1 ? '          yes' : ''}`,
    );
  }
}

// What the range of outcomes has been around the combined forecast, day by day, and how often it held.
const probabilities = [0.05, 0.95];
const intervals = forecastIntervals(all, 'combined', { probabilities, adaptiveStep: 0.01 });
console.log('\nshare of outcomes below the 5 % and 95 % quantiles of the combined forecast');
intervals.forEach((quantiles, h) => {
  const scores = scoreIntervals(all.realised[h], quantiles, { probabilities, horizonDays: horizonDays[h] });
  const shares = scores.map(({ coverage, coverageError }) => `${percent(coverage)} ± ${percent(coverageError)}`);
  console.log(`  ${horizonDays[h]} days ahead: ${shares.join(', ')}`);
});

// The forecast that a hedge placed at the last close would read, by one model fitted on all that is known.
const model = createForecaster({ name: 'har-leverage', gridDays }).fit(bars, { seed });
const vols = model.forecast(bars, [5, 21]).map((column) => column[column.length - 1]);
console.log(`\nafter ${bars.dates.at(-1)}: ${percent(vols[0])} over a week, ${percent(vols[1])} over a month`);
