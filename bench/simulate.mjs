// Drawing paths beside NumPy and inverting prices beside QuantLib: millions a second, sides in turns.
// npm run bench -- simulate [--json FILE] [--quick] [--only TEXT]
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createPathPool } from '../dist/simulate/path-pool.js';
import { impliedVolCases } from './lib/implied-vol-cases.mjs';
import { describeMachine } from './lib/machine.mjs';
import { measureImpliedVols } from './lib/measure-implied-vols.mjs';
import { measurePaths } from './lib/measure-paths.mjs';
import { startNumpy } from './lib/numpy-peer.mjs';
import { renderRates } from './lib/print-rates.mjs';
import { startQuantlib } from './lib/quantlib-peer.mjs';
import { pathCases } from './lib/simulate-cases.mjs';

const { values: options } = parseArgs({
  options: { json: { type: 'string' }, quick: { type: 'boolean' }, only: { type: 'string', default: '' } },
  allowPositionals: true,
});
const threads = 2;
const pace = options.quick
  ? { turns: 3, turnMilliseconds: 30, warmUpMilliseconds: 200, seconds: 10, contestRuns: 1 }
  : { turns: 15, turnMilliseconds: 150, warmUpMilliseconds: 600, seconds: 45, contestRuns: 4 };
const report = (text) => process.stderr.write(`${text}\n`);
const isWanted = ({ name }) => name.includes(options.only);
const paths = pathCases.filter(isWanted);
const vols = impliedVolCases.filter(isWanted);
if (paths.length === 0 && vols.length === 0) {
  console.error(`error: --only '${options.only}' fits no case: expected part of one of
  ${[...pathCases, ...impliedVolCases].map(({ name }) => name).join('\n  ')}`);
  process.exit(2);
}

const rows = [];
const skipped = [];

async function measureAllPaths() {
  report('starting NumPy');
  const numpy = await startNumpy({ threads });
  if (numpy.skipped !== undefined) skipped.push(`NumPy: skipped, ${numpy.skipped}`);
  const pools = [createPathPool({ threads }), createPathPool({ threads: 1 })];
  try {
    for (const pathCase of paths) {
      report(pathCase.name);
      rows.push(...(await measurePaths(pathCase, { pools, numpy, pace })));
    }
  } finally {
    await Promise.all([...pools.map((pool) => pool.close()), numpy.stop()]);
  }
}

async function measureAllVols() {
  report('starting QuantLib');
  const quantlib = await startQuantlib();
  if (quantlib.skipped !== undefined) skipped.push(`QuantLib: skipped, ${quantlib.skipped}`);
  try {
    for (const volCase of vols) {
      report(volCase.name);
      rows.push(...(await measureImpliedVols(volCase, { threads, quantlib, pace })));
    }
  } finally {
    await quantlib.stop();
  }
}

if (paths.length > 0) await measureAllPaths();
if (vols.length > 0) await measureAllVols();

console.log(renderRates(rows, { threads }));
console.log(`
Medians of ${pace.turns} turns at most. Paths: prices and instantaneous volatility of every step, streamed in batches drawn over each
other; NumPy likewise, in the best of its formulations, batch sizes and threads of linear algebra: with its own normals
(Generator.standard_normal, SFC64) and with normals by Box and Muller in its vectorised functions. All of NumPy's is float64,
or, where a row says so, float32 but for the prices. Ours are float64 prices of float32 moves and variances. Both sides must agree on the mean, the at-the-money call and the mean size
of the last price. Implied volatilities: the fastest of QuantLib's loops in Python at its default accuracy of 1e-6, ours to the
last digits (largestError of the JSON rows).`);
for (const line of skipped) console.log(line);
for (const version of new Set(
  rows.map(({ peer, peerVersion }) => peerVersion && `${peer.split(',')[0]} ${peerVersion}`),
)) {
  if (version !== undefined) console.log(version);
}
if (options.json !== undefined) {
  writeFileSync(
    options.json,
    `${JSON.stringify({ bench: 'simulate', machine: describeMachine(), rows }, undefined, 2)}\n`,
  );
}
