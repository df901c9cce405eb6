/** Seeds of their own for what is trained, what is tuned, what is tested on, and the sample that tests are controlled by. */
export const seeds = { training: 7, tuning: 11, test: 2, control: 13 };

/** Paths of a full run and of one that only shows that it runs. */
export function paceOf({ quick }) {
  return quick
    ? { isFull: false, testPaths: 4_000, tuningPaths: 2_000, stepShare: 0.02 }
    : { isFull: true, testPaths: 200_000, tuningPaths: 50_000, stepShare: 1 };
}

/** One configuration for every network of the benchmark, but for what a case says of itself. */
export const network = { hidden: [32, 32], steps: 800, paths: 2048, learningRate: 0.01, validationPaths: 16_384 };
