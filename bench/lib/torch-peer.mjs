import { existsSync } from 'node:fs';
import { arch } from 'node:os';
import { fileURLToPath } from 'node:url';
import { startPeer } from './peer-process.mjs';

const script = fileURLToPath(new URL('../peers/torch_peer.py', import.meta.url));
const debianPython = '/usr/bin/python3';
const REFERENCE_BLAS =
  'PyTorch computes on the slow reference BLAS here: "apt-get install libopenblas0" gives a fair comparison.';

/** Memory of tensors is kept for the next step instead of going back to the system: up to twice as fast. */
const KEEPS_MEMORY = {
  MALLOC_MMAP_THRESHOLD_: String(2 ** 25),
  MALLOC_TRIM_THRESHOLD_: String(2 ** 33),
  MALLOC_TOP_PAD_: String(2 ** 26),
};

/**
 * PyTorch, in a process for each number of threads of its linear algebra library, because a process cannot change that.
 * As installed; or `isTuned` by what its environment can do: memory kept from step to step and, for OpenBLAS, both the
 * kernels that it chooses by itself and those of an older core, which are faster on matrices as narrow as these.
 */
export async function startTorch({ threads, isTuned }) {
  const first = await startProcess({ blasThreads: 1, isTuned });
  const { missing, version, blas, blasPaths } = first.process.hello;
  if (missing !== undefined) return { skipped: `not installed: ${missing}`, stop: () => {} };
  const others = [{ blasThreads: threads, isTuned }];
  if (isTuned && blas === 'OpenBLAS' && arch() === 'x64') {
    others.push(...[1, threads].map((blasThreads) => ({ blasThreads, isTuned, coreType: 'Haswell' })));
  }
  const started = [first, ...(await Promise.all(others.map(startProcess)))];
  const peers = started.filter(({ process }) => process.hello.missing === undefined);
  return {
    version,
    blas,
    blasPaths,
    ...(blas === 'reference BLAS' && { note: REFERENCE_BLAS }),
    prepare: (task, pace) => prepare(peers, task, { ...pace, threads }),
    stop: () => Promise.all(peers.map(({ process }) => process.stop())),
  };
}

/**
 * Holds a contest of all numbers of threads, formulations and library settings, and prepares the best on one thread and
 * the best on several: which of the two is faster is for the measurement to say.
 */
async function prepare(peers, { request, variants }, { steps, threads }) {
  const contest = [];
  for (const { process, settings } of peers) {
    await process.ask({ op: 'clear' });
    for (const count of [1, threads]) {
      for (const variant of variants) {
        const full = { ...request, op: 'prepare', slot: 'contest', threads: count, variant };
        const start = await process.ask(full);
        const milliseconds = await leastTime(process, steps, Math.min(...contest.map((entry) => entry.milliseconds)));
        contest.push({ process, full, start, settings: { threads: count, variant, ...settings }, milliseconds });
      }
    }
    await process.ask({ op: 'clear' });
  }
  const isSingle = ({ settings }) => settings.threads === 1 && settings.blasThreads === 1;
  const fastest = (entries) => entries.toSorted((a, b) => a.milliseconds - b.milliseconds)[0];
  const finalists = [contest.filter(isSingle), contest.filter((entry) => !isSingle(entry))].map(fastest);
  const entrants = [];
  for (const [slot, { process, full, start, settings }] of finalists.entries()) {
    await process.ask({ ...full, slot });
    entrants.push({ start, settings, run: (count) => runSteps(process, slot, count) });
  }
  return { entrants, contest: contest.map(({ settings, milliseconds }) => ({ ...settings, milliseconds })) };
}

/** After one step that is not counted, unless that shows a way far slower than the best. Long steps are taken once. */
async function leastTime(process, steps, best) {
  const [first] = await runSteps(process, 'contest', 1);
  if (first > 2.5 * best) return first;
  return Math.min(...(await runSteps(process, 'contest', first > 500 ? 1 : steps)));
}

const runSteps = async (process, slot, steps) => (await process.ask({ op: 'run', slot, steps })).milliseconds;

async function startProcess(settings) {
  const python = existsSync(debianPython) ? debianPython : 'python3';
  const process = await startPeer(python, [script], {
    ...(settings.isTuned && KEEPS_MEMORY),
    PYTHONDONTWRITEBYTECODE: '1',
    OPENBLAS_NUM_THREADS: String(settings.blasThreads),
    ...(settings.coreType !== undefined && { OPENBLAS_CORETYPE: settings.coreType }),
  });
  return { process, settings };
}
