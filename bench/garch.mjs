// Fits of the GARCH family beside fGarch for R: the first fit of a process and later ones.
// npm run bench -- garch [--json FILE] [--quick] [--only TEXT]
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { fitGarch } from '../dist/forecast/index.js';
import { garchCases } from './lib/garch/cases.mjs';
import { fitByFgarch } from './lib/garch/fgarch-peer.mjs';
import { percentReturns } from './lib/garch/percent-returns.mjs';
import { describeMachine } from './lib/machine.mjs';
import { quartiles } from './lib/quartiles.mjs';
import { measureInTurns } from './lib/turns.mjs';

const { values: options } = parseArgs({
  options: { json: { type: 'string' }, quick: { type: 'boolean' }, only: { type: 'string', default: '' } },
  allowPositionals: true,
});
const turns = options.quick ? 5 : 21;
const peerTurns = options.quick ? 2 : 5;
const warmPace = { turns, turnMilliseconds: 100, warmUpMilliseconds: 500, seconds: 30 };
/** Packages print their likelihoods to five digits after the point. */
const digitsOfOptimum = 1e-5;
const firstFit = fileURLToPath(new URL('lib/garch/first-fit.mjs', import.meta.url));
const returns = await percentReturns();
const rows = [];
for (const garchCase of garchCases.filter(({ name }) => name.includes(options.only))) {
  process.stderr.write(`${garchCase.name}\n`);
  rows.push(await measure(garchCase));
}

async function measure({ name, options: fitOptions, optimum, limitMilliseconds, peerLaw }) {
  const cold = [];
  const peerCold = [];
  const peerWarm = [];
  let peer = peerLaw === undefined ? { skipped: undefined } : {};
  let fit;
  for (let turn = 0; turn < turns; ++turn) {
    fit = coldFit(fitOptions);
    cold.push(fit.milliseconds);
    if (peerLaw === undefined || turn >= peerTurns || peer.skipped !== undefined) continue;
    peer = fitByFgarch(returns, peerLaw, 3);
    if (peer.skipped !== undefined) continue;
    peerCold.push(peer.milliseconds[0]);
    peerWarm.push(...peer.milliseconds.slice(1));
  }
  const [warm] = await measureInTurns([{ run: (steps) => warmFits(fitOptions, steps) }], warmPace);
  const times = quartiles(cold);
  const shortfall = optimum - fit.logLikelihood;
  const reached = shortfall <= digitsOfOptimum;
  return {
    case: name,
    unit: 'ms',
    ours: times.median,
    oursSpread: times,
    warm: warm.median,
    warmSpread: warm,
    iterations: fit.iterations,
    logLikelihood: fit.logLikelihood,
    shortfall,
    reached,
    ...(limitMilliseconds !== undefined && {
      limit: limitMilliseconds,
      met: times.median <= limitMilliseconds && reached,
    }),
    ...(peerLaw !== undefined && { peer: 'fGarch' }),
    ...(peer.skipped !== undefined && { skipped: peer.skipped }),
    ...(peerCold.length > 0 && {
      peerVersion: peer.version,
      peerValue: quartiles(peerCold).median,
      peerSpread: quartiles(peerCold),
      peerWarm: quartiles(peerWarm).median,
      peerLogLikelihood: peer.logLikelihood,
      ratio: quartiles(peerCold).median / times.median,
    }),
  };
}

function coldFit(fitOptions) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [firstFit, JSON.stringify(fitOptions)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${firstFit}: ${stderr.trim()}`);
  return JSON.parse(stdout);
}

function warmFits(fitOptions, steps) {
  return Array.from({ length: steps }, () => {
    const start = performance.now();
    fitGarch(returns, fitOptions);
    return performance.now() - start;
  });
}

const digits = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
const mark = (met) => (met === undefined ? '' : met ? ' ✓' : ' ✗');
const spread = ({ lowerQuartile, upperQuartile }) => `${digits(lowerQuartile)}–${digits(upperQuartile)}`;
const table = new Table({
  head: [
    'case',
    'first fit, ms',
    'quartiles',
    'at most',
    'later',
    'log likelihood',
    'peer',
    'first',
    'later',
    'its log likelihood',
    'ratio',
  ],
  style: { head: [], border: [], compact: true },
});
for (const row of rows) {
  table.push([
    row.case,
    digits(row.ours),
    spread(row.oursSpread),
    row.limit === undefined ? '' : `${row.limit}${mark(row.met)}`,
    digits(row.warm),
    `${row.logLikelihood.toFixed(5)}${mark(row.reached)}`,
    row.peer ?? '',
    row.skipped === undefined ? (row.peerValue === undefined ? '' : digits(row.peerValue)) : 'skipped',
    row.peerWarm === undefined ? '' : digits(row.peerWarm),
    row.peerLogLikelihood?.toFixed(5) ?? '',
    row.ratio === undefined ? '' : `${digits(row.ratio)} ×`,
  ]);
}
console.log(table.toString());
console.log(`
Fits of ${returns.length} daily returns of the S&P 500 from cold starting values. First fits: medians of ${turns} processes (of R ${peerTurns}), each timed
without its start and the reading of data; later fits with compiled code. ✓ at a likelihood: not below what the packages
arch or fGarch print for the same start of the recursion.`);
for (const { peer, skipped } of rows) if (skipped !== undefined) console.log(`${peer}: skipped, ${skipped}`);
if (options.json !== undefined) {
  writeFileSync(
    options.json,
    `${JSON.stringify({ bench: 'garch', machine: describeMachine(), rows }, undefined, 2)}\n`,
  );
}
