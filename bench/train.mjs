// Training beside TensorFlow.js and PyTorch: milliseconds of a step (loss, gradient, Adam), sides in turns.
// npm run bench -- train [--json FILE] [--quick] [--only TEXT]
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createEngine } from '../dist/engine/pool/create-engine.js';
import { measureAdam } from './lib/adam-case.mjs';
import { describeMachine } from './lib/machine.mjs';
import { measureCase } from './lib/measure-case.mjs';
import { measureMillion } from './lib/memory-of-a-million.mjs';
import { createPeak } from './lib/peak.mjs';
import { renderRows } from './lib/print-rows.mjs';
import { rowsOf } from './lib/rows.mjs';
import { startTensorFlow } from './lib/tensorflow-peer.mjs';
import { startTorch } from './lib/torch-peer.mjs';
import { trainCases } from './lib/train-cases.mjs';

const { values: options } = parseArgs({
  options: { json: { type: 'string' }, quick: { type: 'boolean' }, only: { type: 'string', default: '' } },
  allowPositionals: true,
});
const threads = 2;
const pace = options.quick
  ? { turns: 3, turnMilliseconds: 30, warmUpMilliseconds: 200, seconds: 10, contestSteps: 2, slowTurns: 1 }
  : { turns: 15, turnMilliseconds: 100, warmUpMilliseconds: 600, seconds: 45, contestSteps: 4, slowTurns: 3 };
const report = (text) => process.stderr.write(`${text}\n`);
const isWanted = ({ name }) => name.includes(options.only);
const cases = trainCases.filter(isWanted);
const adamSizes = [1314, 5000].filter((size) => isWanted({ name: `adam step ${size} weights` }));
const wantsMillion = isWanted({ name: 'million paths 3-32-32-1 30 steps' });
if (cases.length === 0 && adamSizes.length === 0 && !wantsMillion) {
  console.error(`error: --only '${options.only}' fits no case: expected part of one of
  ${[...trainCases.map(({ name }) => name), 'adam step 1314 weights', 'million paths 3-32-32-1 30 steps'].join('\n  ')}`);
  process.exit(2);
}

const rows = [];
const peak = createPeak();

async function measureCases() {
  report('starting the peers');
  const peers = {
    'TensorFlow.js CPU': await startTensorFlow(),
    PyTorch: await startTorch({ threads, isTuned: false }),
    'PyTorch tuned': await startTorch({ threads, isTuned: true }),
  };
  const engines = [createEngine({ threads }), createEngine({ threads: 1 })];
  try {
    for (const { name, create } of cases) {
      report(name);
      const benchCase = create();
      const measured = await measureCase(benchCase, { engines, peers, peak, pace });
      rows.push(...rowsOf(benchCase, measured, { threads, limitGigaflops: peak.gigaflops() }));
    }
  } finally {
    await Promise.all([...engines.map((engine) => engine.close()), ...Object.values(peers).map((peer) => peer.stop())]);
  }
  return peers;
}

const peers = cases.length === 0 ? {} : await measureCases();
for (const size of adamSizes) rows.push(await measureAdam(size, pace));
if (wantsMillion) {
  report('a million paths');
  rows.push(await measureMillion({ threads }));
}

console.log(renderRows(rows, { threads }));
if (cases.length > 0) {
  console.log(`
A step is loss, gradient and Adam's step on a fixed batch; of the LSTM an epoch. Medians of ${pace.turns} turns at most; ratio =
time of the peer over ours on ${threads} threads. GFLOP/s: products alone, two operations for each multiplication and addition
(forward, gradient by weights, and by inputs where it is needed), over all of our time, beside the limit of one thread
in 128-bit code: ${peak.gigaflops().toFixed(1)} GFLOP/s, measured by a loop in registers alone.
PyTorch: the best of its formulations on one thread and on ${threads}; tuned: also by its environment, memory kept from step to
step and OpenBLAS's kernels of another core (peerSettings of the JSON rows).`);
}
for (const [name, peer] of Object.entries(peers)) {
  if (peer.skipped !== undefined) console.log(`${name}: skipped, ${peer.skipped}`);
  else console.log(`${name} ${peer.version}${peer.blas === undefined ? '' : ` on ${peer.blas}`}`);
  if (peer.note !== undefined) console.log(peer.note);
}
if (options.json !== undefined) {
  writeFileSync(
    options.json,
    `${JSON.stringify({ bench: 'train', machine: describeMachine(), rows }, undefined, 2)}\n`,
  );
}
