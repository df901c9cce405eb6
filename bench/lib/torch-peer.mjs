import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startPeer } from './peer-process.mjs';

const script = fileURLToPath(new URL('../peers/torch_peer.py', import.meta.url));
const debianPython = '/usr/bin/python3';
const REFERENCE_BLAS =
  'PyTorch computes on the slow reference BLAS here: "apt-get install libopenblas0" gives a fair comparison.';

/** Memory of tensors is kept for the next ones instead of going back to the system after each step: up to twice as fast. */
const KEEPS_MEMORY = {
  MALLOC_MMAP_THRESHOLD_: String(2 ** 25),
  MALLOC_TRIM_THRESHOLD_: String(2 ** 33),
  MALLOC_TOP_PAD_: String(2 ** 26),
};

/**
 * PyTorch, in one process for each number of threads of its linear algebra library, because a process cannot change
 * that; and, for OpenBLAS, for the kernels that it chooses by itself and those of an older core, which are faster on
 * matrices as narrow as these.
 */
export async function startTorch({ threads }) {
  const peers = [];
  const first = await startProcess({ blasThreads: 1 });
  if (first.hello.missing !== undefined) return { skipped: `not installed: ${first.hello.missing}`, stop: () => {} };
  peers.push(first);
  const { version, blas, blasPaths } = first.hello;
  const others = [{ blasThreads: threads }];
  if (blas === 'OpenBLAS') others.push(...[1, threads].map((n) => ({ blasThreads: n, coreType: 'Haswell' })));
  for (const settings of others) peers.push(await startProcess(settings));

  return {
    version,
    blas,
    blasPaths,
    ...(blas === 'reference BLAS' && { note: REFERENCE_BLAS }),
    /** The fastest way of this machine: by number of threads, formulation and library settings. */
    async prepare({ request, variants }, { steps }) {
      let best;
      for (const { process, settings } of peers) {
        for (const count of new Set([settings.blasThreads, threads])) {
          for (const variant of variants) {
            const full = { ...request, op: 'prepare', threads: count, variant };
            await process.ask(full);
            let least = Number.POSITIVE_INFINITY;
            const { milliseconds } = await process.ask({ op: 'run', steps: 2 });
            // Not worth a closer look when twice as slow.
            const more = milliseconds[1] > 2 * best?.least ? 0 : steps;
            const later = more === 0 ? milliseconds : (await process.ask({ op: 'run', steps: more })).milliseconds;
            least = Math.min(milliseconds[1], ...later.slice(1));
            if (best === undefined || least < best.least) best = { least, process, full, count, variant, settings };
          }
        }
      }
      const start = await best.process.ask(best.full);
      return {
        start,
        settings: { threads: best.count, variant: best.variant, ...best.settings },
        run: async (count) => (await best.process.ask({ op: 'run', steps: count })).milliseconds,
      };
    },
    stop: () => Promise.all(peers.map(({ process }) => process.stop())),
  };
}

async function startProcess({ blasThreads, coreType }) {
  const python = existsSync(debianPython) ? debianPython : 'python3';
  const process = await startPeer(python, [script], {
    ...KEEPS_MEMORY,
    OPENBLAS_NUM_THREADS: String(blasThreads),
    ...(coreType !== undefined && { OPENBLAS_CORETYPE: coreType }),
  });
  return { process, hello: process.hello, settings: { blasThreads, ...(coreType !== undefined && { coreType }) } };
}
