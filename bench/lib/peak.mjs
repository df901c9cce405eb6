import { loadKernels } from '../../dist/engine/kernels/load-kernels.js';

const ROUNDS = 100_000;
const OPERATIONS_A_ROUND = 96;

/** The limit of one thread in 128-bit code: a loop in registers alone, to be timed in turns with what it is compared to. */
export function createPeak() {
  const { peakLoop } = loadKernels();
  let least = Number.POSITIVE_INFINITY;
  return {
    turnMilliseconds: 10,
    async run(steps) {
      const milliseconds = [];
      for (let k = 0; k < steps; ++k) {
        const start = performance.now();
        peakLoop(ROUNDS);
        milliseconds.push(performance.now() - start);
      }
      least = Math.min(least, ...milliseconds);
      return milliseconds;
    },
    /** The best so far. */
    gigaflops: () => (ROUNDS * OPERATIONS_A_ROUND) / least / 1e6,
  };
}
