// Settings of the LSTM and of the trees tried on the years before the span tested of `npm run bench -- forecast`: what they are
// chosen by. Bars after 2005-12-30 are cut off before anything is fitted.
// npm run bench -- forecast-variants [--json FILE] [--seed N]
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import {
  combineForecasts,
  compareForecasts,
  createForecastPool,
  rowOfDate,
  toForecastTable,
  walkForecastersOn,
} from '../dist/forecast/index.js';
import { bundledBarsPath, readBars, sliceBars } from '../dist/market/index.js';
import { candidates, HORIZONS, members, TEST_FROM } from './lib/forecast/settings.mjs';
import { describeMachine } from './lib/machine.mjs';

const { values: options } = parseArgs({
  options: { json: { type: 'string' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const seed = Number(options.seed);
const { lstm, 'boosted-trees': trees, ...plain } = members;
const variants = {
  'as it is': {},
  'loss log-mse': { loss: 'log-mse' },
  'window 10': { window: 10 },
  'units 4': { units: 4 },
  'units 16': { units: 16 },
  'dropout .2': { dropout: 0.2 },
  'one network': { ensemble: 1 },
  'five networks': { ensemble: 5 },
  'beside gjr': { beside: ['gjr'] },
  'beside gjr and har': { beside: ['gjr', 'har'] },
  'regimes of an hmm': { regimes: { name: 'hmm', states: 2, restarts: 2 } },
};
const tried = {
  ...plain,
  ...Object.fromEntries(
    Object.entries(variants).map(([name, change]) => [
      `lstm, ${name}`,
      { ...lstm, settings: { ...lstm.settings, ...change } },
    ]),
  ),
  'lstm, warm starts': { ...lstm, walk: { ...lstm.walk, warmStart: true } },
  'boosted-trees, as they are': trees,
  'boosted-trees, no linear part': { ...trees, settings: { ...trees.settings, linear: false } },
};

const { bars: all } = await readBars(bundledBarsPath());
const bars = sliceBars(all, 0, rowOfDate(all, TEST_FROM) + 1);
const pool = createForecastPool({ threads: 2 });
const walks = {};
try {
  for (const [name, { settings, walk }] of Object.entries(tried)) {
    const start = performance.now();
    [walks[name]] = await walkForecastersOn(pool, [settings], bars, { ...walk, horizonDays: HORIZONS, seed });
    process.stderr.write(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  }
} finally {
  await pool.close();
}
const walked = toForecastTable({ history: bars, target: 'parkinson', walks });
const { variance } = combineForecasts(walked, { members: candidates.plain });
const compared = compareForecasts(
  { ...walked, forecasts: { ...walked.forecasts, plain: variance } },
  { against: ['plain'], seed, replications: 100 },
);
const table = new Table({
  head: ['forecast', ...HORIZONS.map((days) => `${days} d: QLIKE, MSE, t against plain`)],
  style: { head: [], border: [], compact: true },
});
for (const name of ['plain', ...Object.keys(tried)]) {
  const cells = compared.map(({ forecasts }) => {
    const score = forecasts.find(({ forecaster }) => forecaster === name);
    const t = score.dieboldMariano.plain?.qlike.statistic;
    return `${score.qlike.toFixed(4).replace(/^0/, '')} ${score.mse.toFixed(3)} ${t === undefined ? '' : `(${t.toFixed(1)})`}`;
  });
  table.push([name, ...cells]);
}
console.log(
  `From ${compared[0].firstDate} to ${compared[0].lastDate}, ${compared[0].rows} days; nothing later was read`,
);
console.log(table.toString());
if (options.json !== undefined) {
  const rows = compared.flatMap(({ horizonDays, forecasts }) =>
    forecasts.map(({ forecaster, qlike, qlikeError, mse }) => ({
      case: `${forecaster}, ${horizonDays} d`,
      ours: qlike,
      unit: 'QLIKE',
      standardError: qlikeError,
      mse,
    })),
  );
  writeFileSync(
    options.json,
    `${JSON.stringify({ bench: 'forecast-variants', machine: describeMachine(), seed, rows }, null, 2)}\n`,
  );
}
