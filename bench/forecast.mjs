// The walk-forward of volatility forecasts on the bundled S&P 500: rows to reproduce, then a choice made on the years before.
// npm run bench -- forecast [--json FILE] [--seed N] [--implied-vol FILE]
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import {
  chooseForecast,
  combineForecasts,
  compareForecasts,
  createForecastPool,
  dieboldMariano,
  qlike,
  rowOfDate,
  toForecastTable,
  walkForecastersOn,
} from '../dist/forecast/index.js';
import { bundledBarsPath, dailyVariance, joinImpliedVol, readBars, readImpliedVol } from '../dist/market/index.js';
import {
  baselines,
  candidates,
  HORIZONS,
  members,
  most,
  TEST_FROM,
  withImpliedVol,
  withoutLstm,
} from './lib/forecast/settings.mjs';
import { describeMachine } from './lib/machine.mjs';

const { values: options } = parseArgs({
  options: { json: { type: 'string' }, seed: { type: 'string', default: '1' }, 'implied-vol': { type: 'string' } },
  allowPositionals: true,
});
const seed = Number(options.seed);
const report = (text) => process.stderr.write(`${text}\n`);
const started = performance.now();

const { bars, further } = await readHistory();
const testRow = rowOfDate(bars, TEST_FROM);
const walks = await walkAll({ ...baselines, ...members, ...further });
const walked = toForecastTable({ history: bars, target: 'parkinson', walks });
const combined = Object.fromEntries(
  Object.entries(candidates).map(([name, parts]) => [name, combineForecasts(walked, { members: parts }).variance]),
);
const table = { ...walked, forecasts: { ...walked.forecasts, ...combined } };
const choices = chooseForecast(table, { candidates: Object.keys(candidates), row: testRow });
const pick = (nameOf) => choices.map(({ chosen }, h) => table.forecasts[nameOf(chosen)][h]);
const chosen = { chosen: pick((name) => name), 'chosen, no lstm': pick((name) => withoutLstm[name]) };
const compared = compareForecasts(
  { ...table, forecasts: { ...table.forecasts, ...chosen } },
  { against: ['GJR normal', 'HAR Parkinson', 'plain'], from: TEST_FROM, seed, replications: 500 },
);

/** The bundled bars and, with a file of implied volatility, the column and the forecasters that read it. */
async function readHistory() {
  const { bars: read } = await readBars(bundledBarsPath());
  if (options['implied-vol'] === undefined) return { bars: read, further: {} };
  const series = await readImpliedVol(options['implied-vol'], { units: 'percent' });
  const impliedVol = joinImpliedVol(read.dates, series).values;
  return { bars: { ...read, columns: { impliedVol } }, further: withImpliedVol };
}

async function walkAll(forecasters) {
  const pool = createForecastPool({ threads: 2 });
  const found = {};
  try {
    for (const [name, { settings, walk, rescaled }] of Object.entries(forecasters)) {
      const start = performance.now();
      const [walked] = await walkForecastersOn(pool, [settings], bars, { ...walk, horizonDays: HORIZONS, seed });
      found[name] = rescaled ? { ...walked, volAnnual: walked.volAnnual.map(rescale) } : walked;
      report(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
    }
  } finally {
    await pool.close();
  }
  return found;
}

/** From the level of squared returns to that of Parkinson variances, by all that was seen of both so far. */
function rescale(vols) {
  const [read, wanted] = ['squared-return', 'parkinson'].map((measure) => dailyVariance(bars, measure));
  let readSum = 0;
  let wantedSum = 0;
  return vols.map((vol, t) => {
    if (t > 0) {
      readSum += read[t];
      wantedSum += wanted[t];
    }
    return vol * Math.sqrt(wantedSum / readSum);
  });
}

const scoreOf = (h, name) => compared[h].forecasts.find(({ forecaster }) => forecaster === name);
const each = (cell) => HORIZONS.map((_, h) => cell(h));
const fixed = (value) => `${value.toFixed(4).replace(/^0/, '')}`;
const newTable = (head) => new Table({ head, style: { head: [], border: [], compact: true } });

/** Two digits. */
const isReproduced = (ours, theirs) => Math.abs(ours / theirs - 1) < 0.01;
const reproduction = newTable(['to reproduce', ...each((h) => `${HORIZONS[h]} d: QLIKE, MSE`), '']);
let reproduced = true;
for (const [name, { expected }] of Object.entries(baselines)) {
  const scores = each((h) => scoreOf(h, name));
  const isAlike = scores.every(
    ({ qlike: loss, mse }, h) => isReproduced(loss, expected[h][0]) && isReproduced(mse, expected[h][1]),
  );
  reproduced &&= isAlike;
  reproduction.push([
    name,
    ...scores.map((score) => `${fixed(score.qlike)} ${score.mse.toFixed(3)}`),
    isAlike ? '✓' : '✗',
  ]);
}
console.log(
  `Out of sample from ${compared[0].firstDate} to ${compared[0].lastDate}, ${compared[0].rows} days; Parkinson variance with the previous close, (%²)`,
);
console.log(reproduction.toString());

console.log('\nChosen by QLIKE before that span');
const choiceTable = newTable(['horizon', 'days', 'windows', ...Object.keys(candidates), 'chosen']);
for (const { horizonDays, days, windows, qlike: losses, chosen: name } of choices) {
  choiceTable.push([`${horizonDays} d`, days, Math.floor(windows), ...losses.map(fixed), name]);
}
console.log(choiceTable.toString());

console.log('\nOut of sample: QLIKE, MSE, t of Diebold and Mariano against GJR and HAR');
const ours = newTable(['forecast', ...each((h) => `${HORIZONS[h]} d`)]);
const t = (score, against) => score.dieboldMariano[against]?.qlike.statistic;
const tText = (value) => (value === undefined ? '' : value.toFixed(1));
for (const name of [
  ...Object.keys(members),
  ...Object.keys(further),
  ...Object.keys(candidates),
  ...Object.keys(chosen),
]) {
  ours.push([
    name,
    ...each((h) => {
      const score = scoreOf(h, name);
      return `${fixed(score.qlike)} ${score.mse.toFixed(3)} (${tText(t(score, 'GJR normal'))}, ${tText(t(score, 'HAR Parkinson'))})`;
    }),
  ]);
}
console.log(ours.toString());

const lossesOf = (columns, h) => {
  const realised = table.realised[h];
  return Float64Array.from({ length: realised.length - testRow }, (_, k) =>
    qlike(realised[testRow + k], columns[h][testRow + k]),
  );
};
const lstmTests = each((h) =>
  choices[h].chosen === withoutLstm[choices[h].chosen]
    ? undefined
    : dieboldMariano(lossesOf(chosen.chosen, h), lossesOf(chosen['chosen, no lstm'], h), { horizon: HORIZONS[h] })
        .statistic,
);
console.log(
  `\nThe choice against the same without the LSTM, t: ${each((h) => `${HORIZONS[h]} d ${tText(lstmTests[h]) || 'the same'}`).join(', ')}`,
);
const { horizonDays: longest, rows: scored, years } = compared[compared.length - 1];
const lossOf = (forecasts) => forecasts.find(({ forecaster }) => forecaster === 'plain').qlike;
const last = years[years.length - 1];
const share = (last.rows * lossOf(last.forecasts)) / (scored * lossOf(compared[compared.length - 1].forecasts));
console.log(
  `Of the loss of the plain combination at ${longest} d, ${(100 * share).toFixed(0)} % falls on the ${last.rows} days of ${last.label}, of ${scored}`,
);
console.log(`time: ${((performance.now() - started) / 1000).toFixed(0)} s`);

const misses = [
  ...(reproduced ? [] : ['a row of the reference is not reproduced']),
  ...HORIZONS.flatMap((days, h) => {
    const score = scoreOf(h, 'chosen');
    const against = ['GJR normal', 'HAR Parkinson'];
    return [
      ...(score.qlike <= most[h] ? [] : [`QLIKE at ${days} d is ${fixed(score.qlike)}, above ${fixed(most[h])}`]),
      ...against
        .filter((name) => days <= 5 && !(t(score, name) < -2))
        .map((name) => `t against ${name} at ${days} d is ${tText(t(score, name))}`),
      ...against
        .filter((name) => !(score.mse < scoreOf(h, name).mse))
        .map(
          (name) => `MSE at ${days} d is ${score.mse.toFixed(3)}, that of ${name} ${scoreOf(h, name).mse.toFixed(3)}`,
        ),
    ];
  }),
  ...(lstmTests.some((value) => value < -2) ? [] : ['the LSTM does not earn its place at any horizon']),
];
if (options.json !== undefined) {
  const rows = compared.flatMap(({ horizonDays, forecasts }) =>
    forecasts.map(
      ({ forecaster, qlike: loss, qlikeError, mse, rSquared, bias, dieboldMariano: tests, confidence }) => ({
        case: `${forecaster}, ${horizonDays} d`,
        ours: loss,
        unit: 'QLIKE',
        standardError: qlikeError,
        mse,
        rSquared,
        bias,
        t: Object.fromEntries(Object.entries(tests).map(([name, test]) => [name, test.qlike.statistic])),
        confidence: confidence.qlike,
      }),
    ),
  );
  writeFileSync(
    options.json,
    `${JSON.stringify({ bench: 'forecast', machine: describeMachine(), seed, choices, lstm: lstmTests, misses, rows }, null, 2)}\n`,
  );
}
console.log(misses.length === 0 ? 'target met' : `target missed: ${misses.join('; ')}`);
