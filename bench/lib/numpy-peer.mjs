import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startPeer } from './peer-process.mjs';

const script = fileURLToPath(new URL('../peers/numpy_paths.py', import.meta.url));
const debianPython = '/usr/bin/python3';

/** Variants that stand for a peer's name: the fastest of them is measured. */
const kinds = {
  NumPy: [{ normals: 'ziggurat', precision: 'float64' }],
  'NumPy, Box–Muller': [{ normals: 'box-muller', precision: 'float64' }],
  'NumPy, float32': [
    { normals: 'ziggurat', precision: 'float32' },
    { normals: 'box-muller', precision: 'float32' },
  ],
};

/** NumPy, in a process for each number of threads of its linear algebra library, because a process cannot change that. */
export async function startNumpy({ threads }) {
  const counts = threads === 1 ? [1] : [1, threads];
  const processes = await Promise.all(counts.map(startProcess));
  const [{ process }] = processes;
  if (process.hello.missing !== undefined)
    return { skipped: `not installed: ${process.hello.missing}`, stop: () => {} };
  return {
    version: process.hello.version,
    prepare: (pathCase, name, pace) => prepare(processes, pathCase, name, pace),
    stop: () => Promise.all(processes.map((started) => started.process.stop())),
  };
}

/**
 * Holds a contest of formulations, batch sizes and threads of linear algebra, which matter to matrix products alone, and
 * prepares the best.
 */
async function prepare(processes, pathCase, name, { contestRuns }) {
  const { peerMarket: market, parameters, steps, years, paths, forms, batches } = pathCase;
  const contest = [];
  for (const { process, blasThreads } of processes) {
    for (const kind of kinds[name]) {
      for (const form of forms) {
        if (blasThreads > 1 && !['matrix', 'blocks'].includes(form)) continue;
        for (const batch of batches) {
          const request = { op: 'prepare', market, parameters, steps, years, paths };
          const full = { ...request, slot: 'contest', variant: { ...kind, form, batch }, checkedPaths: 0 };
          await process.ask(full);
          const { milliseconds } = await process.ask({ op: 'run', slot: 'contest', steps: contestRuns });
          const settings = { ...kind, form, batch, threads: blasThreads };
          contest.push({ process, full, settings, milliseconds: Math.min(...milliseconds) });
        }
      }
    }
    await process.ask({ op: 'clear', slot: 'contest' });
  }
  const [{ process, full, settings }] = contest.toSorted((a, b) => a.milliseconds - b.milliseconds);
  const { checkedPaths: _, ...request } = full;
  const moments = await process.ask({ ...request, slot: name });
  const run = async (count) => (await process.ask({ op: 'run', slot: name, steps: count })).milliseconds;
  return {
    moments,
    settings,
    run,
    contest: contest.map((entry) => ({ ...entry.settings, milliseconds: entry.milliseconds })),
  };
}

async function startProcess(blasThreads) {
  const python = existsSync(debianPython) ? debianPython : 'python3';
  const process = await startPeer(python, [script], {
    PYTHONDONTWRITEBYTECODE: '1',
    OPENBLAS_NUM_THREADS: String(blasThreads),
  });
  return { process, blasThreads };
}
