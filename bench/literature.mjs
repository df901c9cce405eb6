// Published hedging results run again, and what our policies make of the same problems, on common random numbers.
// npm run bench -- literature [--only TEXT] [--json FILE] [--quick] [--missing]
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createEngine } from '../dist/engine/pool/create-engine.js';
import { createBatchPool } from '../dist/hedgers/deep/batch-pool.js';
import { literatureCases } from './lib/literature/cases.mjs';
import { createProgressLine } from './lib/literature/progress-line.mjs';
import { renderForDocs, renderForTerminal } from './lib/literature/render.mjs';
import { paceOf } from './lib/literature/settings.mjs';
import { describeMachine } from './lib/machine.mjs';

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    quick: { type: 'boolean', default: false },
    missing: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
  allowPositionals: true,
});
const store = new URL('../docs/literature.json', import.meta.url);
const page = new URL('../docs/results.md', import.meta.url);
const [begin, end] = ['<!-- npm run bench -- literature -->', '<!-- end of npm run bench -- literature -->'];

const known = existsSync(store) ? JSON.parse(readFileSync(store, 'utf8')).rows : [];
const fits = literatureCases.filter(({ name }) => name.includes(options.only));
if (fits.length === 0) {
  console.error(`error: --only '${options.only}' fits no case: expected part of one of
  ${literatureCases.map(({ name }) => name).join('\n  ')}`);
  process.exit(2);
}
const wanted = options.missing ? fits.filter(({ name }) => !known.some((row) => row.case === name)) : fits;

/** Rows are kept from run to run: each says what it comes from. */
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const machine = describeMachine();

const stop = new AbortController();
process.once('SIGINT', () =>
  stop.abort(new Error('stopped: cases that are done are kept; --missing goes on from there')),
);
const progress = createProgressLine(process.stderr);
const engine = createEngine({ threads: 2 });
const batches = createBatchPool({ threads: 2 });
const rows = [];
try {
  for (const [k, { name, run }] of wanted.entries()) {
    const say = (text) => progress.show(`[${k + 1} of ${wanted.length}] ${name}: ${text}`);
    const start = performance.now();
    const done = await run({
      engine,
      batches,
      pace: paceOf(options),
      say,
      signal: stop.signal,
    });
    rows.push(...done.map((row) => ({ ...row, version, machine })));
    progress.keep(`[${k + 1} of ${wanted.length}] ${name}: ${((performance.now() - start) / 1e3).toFixed(1)} s`);
    // Quick figures are no results: they stay out of the page.
    if (!options.quick) keep(rows);
  }
} catch (error) {
  progress.clear();
  console.error(`error: ${error.message}`);
  process.exitCode = stop.signal.aborted ? 130 : 1;
} finally {
  await Promise.all([engine.close(), batches.close()]);
}

if (rows.length > 0) console.log(renderForTerminal(rows));
if (options.json !== undefined) {
  write(options.json, textOf(rows));
}

/** Puts fresh rows in the place of the old ones of their cases, and the page's section with them. */
function keep(fresh) {
  const order = literatureCases.map(({ name }) => name);
  const isFresh = (name) => fresh.some((row) => row.case === name);
  const all = [...known.filter((row) => !isFresh(row.case) && order.includes(row.case)), ...fresh];
  all.sort((a, b) => order.indexOf(a.case) - order.indexOf(b.case));
  write(store, textOf(all));
  const text = readFileSync(page, 'utf8');
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`docs/results.md lacks the lines ${begin} and ${end}: expected both`);
  write(page, `${before}${begin}\n\n${renderForDocs(all)}\n${end}${after}`);
}

/** JSON with a line for each row. */
function textOf(all) {
  const lines = all.map((row) => JSON.stringify(row)).join(',\n');
  return `{"bench":"literature","rows":[\n${lines}\n]}\n`;
}

function write(file, text) {
  const temporary = typeof file === 'string' ? `${file}.tmp` : new URL(`${file.href}.tmp`);
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}
