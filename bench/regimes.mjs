// Fitting regimes beside statsmodels, scikit-learn and hidden-markov-model-tf, sides in turns, and the online update.
// npm run bench -- regimes [--json FILE] [--quick] [--only TEXT]
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { bundledBarsPath, logReturns, readBars } from '../dist/market/index.js';
import { createRegimePool } from '../dist/regimes/index.js';
import { describeMachine } from './lib/machine.mjs';
import { regimeCases } from './lib/regimes/cases.mjs';
import { measureOnlineUpdates } from './lib/regimes/online-update.mjs';
import { startRegimePeers } from './lib/regimes/peers.mjs';
import { measureInTurns } from './lib/turns.mjs';

const { values: options } = parseArgs({
  options: { json: { type: 'string' }, quick: { type: 'boolean' }, only: { type: 'string', default: '' } },
  allowPositionals: true,
});
const pace = options.quick
  ? { turns: 3, turnMilliseconds: 50, warmUpMilliseconds: 500, seconds: 30 }
  : { turns: 15, turnMilliseconds: 250, warmUpMilliseconds: 2000, seconds: 120 };
const slowTurns = options.quick ? 1 : 3;
const onlineLimit = 2;
const report = (text) => process.stderr.write(`${text}\n`);

const pool = createRegimePool({ threads: 2 });
const peers = await startRegimePeers();
const rows = [];
try {
  const cases = (await regimeCases(pool)).filter(({ name }) => name.includes(options.only));
  for (const regimeCase of cases) {
    report(regimeCase.name);
    rows.push(...(await measure(regimeCase)));
  }
  if ('online update'.includes(options.only) || options.only === '') {
    const { bars } = await readBars(bundledBarsPath());
    const returns = logReturns(bars).slice(1);
    const features = { names: ['return'], rows: returns.length, columns: [returns] };
    for (const { name, microseconds } of measureOnlineUpdates(features, returns)) {
      rows.push({
        case: `online update, ${name}`,
        ours: microseconds,
        unit: 'µs a row',
        limit: onlineLimit,
        met: microseconds <= onlineLimit,
      });
    }
  }
} finally {
  await Promise.all([pool.close(), ...Object.values(peers).map((peer) => peer.stop())]);
}

async function measure({ name, fit, optimum, limitMilliseconds, request, ...regimeCase }) {
  let seed = 0;
  let logLikelihood;
  const ours = {
    async run(steps) {
      const milliseconds = [];
      for (let step = 0; step < steps; step++) {
        const start = performance.now();
        const model = await fit(++seed);
        milliseconds.push(performance.now() - start);
        ({ logLikelihood } = model.fit);
      }
      return milliseconds;
    },
  };
  const wanted = Object.entries(regimeCase.peers);
  const present = wanted.filter(([peer]) => peers[peer].skipped === undefined);
  const reached = {};
  const sides = [ours];
  for (const [peer] of present) {
    await peers[peer].ask({ op: 'prepare', ...request });
    sides.push({
      turns: slowTurns,
      async run(steps) {
        const { milliseconds, ...fitted } = await peers[peer].ask({ op: 'run', steps });
        reached[peer] = fitted;
        return milliseconds;
      },
    });
  }
  const times = await measureInTurns(sides, pace);
  const shortfall = optimum === undefined ? undefined : optimum - logLikelihood;
  const common = {
    case: name,
    ours: times[0].median,
    oursSpread: times[0],
    unit: 'ms',
    logLikelihood,
    ...(shortfall !== undefined && { shortfall }),
    ...(limitMilliseconds !== undefined && {
      limit: limitMilliseconds,
      met: times[0].median <= limitMilliseconds && shortfall <= 1e-6,
    }),
  };
  if (wanted.length === 0) return [common];
  return wanted.map(([peer, target]) => {
    const side = present.findIndex(([other]) => other === peer);
    if (side < 0) return { ...common, peer, peerValue: null, ratio: null, skipped: peers[peer].skipped };
    const peerTimes = times[side + 1];
    const ratio = peerTimes.median / times[0].median;
    return {
      ...common,
      peer,
      peerVersion: peers[peer].version,
      peerValue: peerTimes.median,
      peerSpread: peerTimes,
      peerLogLikelihood: reached[peer].logLikelihood,
      ratio,
      ...(target !== undefined && { target, targetMet: ratio >= target }),
    };
  });
}

const digits = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
const mark = (met) => (met === undefined ? '' : met ? ' ✓' : ' ✗');
const table = new Table({
  head: ['case', 'ours', 'at most', 'log likelihood', 'peer', '', 'its log likelihood', 'ratio', 'at least'],
  style: { head: [], border: [], compact: true },
});
for (const row of rows) {
  table.push([
    row.case,
    `${digits(row.ours)} ${row.unit}`,
    row.limit === undefined ? '' : `${row.limit}${mark(row.met)}`,
    row.logLikelihood?.toFixed(6) ?? '',
    row.peer ?? '',
    row.skipped === undefined ? (row.peerValue === undefined ? '' : `${digits(row.peerValue)} ms`) : 'skipped',
    row.peerLogLikelihood?.toFixed(4) ?? '',
    row.ratio == null ? '' : `${digits(row.ratio)} ×`,
    row.target === undefined ? '' : `${row.target} ×${mark(row.targetMet)}`,
  ]);
}
console.log(table.toString());
console.log(`
Medians of ${pace.turns} turns, of slow peers ${slowTurns}. The 2-state fits run to a change below 1e-12 a row and end within 1e-6
of the likelihood of a run to 1e-15, the others to 1e-9; of 10 starts (the default) the best is taken. statsmodels and hidden-markov-model-tf have one start too, the
latter from K-Means, in float32, to its tolerance of 1e-3. scikit-learn makes 10 runs to 1e-9 a row, with a diagonal of 1e-6 added to
its covariances; where its likelihood is lower, its starts from K-Means have missed the better optimum.`);
for (const { peer, skipped } of rows) if (skipped !== undefined) console.log(`${peer}: skipped, ${skipped}`);
if (options.json !== undefined) {
  writeFileSync(
    options.json,
    `${JSON.stringify({ bench: 'regimes', machine: describeMachine(), rows }, undefined, 2)}\n`,
  );
}
