/** Paths of a batch: less stays in the caches, more means fewer messages; undefined is our own choice. */
const batchSizes = [undefined, 4096, 16_384];

/** A case's paths on a pool, streamed in batches that are drawn over each other; the best of the batch sizes. */
export async function createPathsSide(pool, { market, steps, paths }, { contestRuns }) {
  const request = { paths, steps, seed: 20_200_417, stream: ['bench'], quote: 'instantaneous', signals: [] };
  const draw = async (batchPaths) => {
    const start = performance.now();
    for await (const _ of pool.stream(market, request, { batchPaths })) {
      // The batch is there; looking at it is not what is measured.
    }
    return performance.now() - start;
  };
  let best = { milliseconds: Number.POSITIVE_INFINITY };
  for (const batchPaths of batchSizes) {
    await draw(batchPaths);
    for (let k = 0; k < contestRuns; ++k) {
      const milliseconds = await draw(batchPaths);
      if (milliseconds < best.milliseconds) best = { milliseconds, batchPaths };
    }
  }
  return {
    settings: { batch: best.batchPaths ?? 'default' },
    async run(count) {
      const milliseconds = [];
      for (let k = 0; k < count; ++k) milliseconds.push(await draw(best.batchPaths));
      return milliseconds;
    },
  };
}

/** Mean, at-the-money call and mean |ln S / 100| of the last prices, each with its standard error, as the peers give them. */
export async function lastPriceMoments(pool, { market, steps }, paths = 2 ** 17) {
  const request = { paths, steps, seed: 1, stream: ['bench', 'moments'], quote: 'instantaneous', signals: [] };
  const { spot } = await pool.simulate(market, request);
  const last = spot.subarray(steps * paths);
  const figures = { mean: (s) => s, call: (s) => Math.max(s - 100, 0), size: (s) => Math.abs(Math.log(s / 100)) };
  return Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => {
      let sum = 0;
      let squares = 0;
      for (const price of last) {
        const value = figure(price);
        sum += value;
        squares += value * value;
      }
      const mean = sum / paths;
      return [name, [mean, Math.sqrt((squares / paths - mean * mean) / paths)]];
    }),
  );
}

/** Throws where the moments of two sides cannot be those of one law: further apart than 5 standard errors. */
export function requireSameMoments(caseName, peer, ours, theirs) {
  for (const [figure, [value, error]] of Object.entries(ours)) {
    const [other, otherError] = theirs[figure];
    if (Math.abs(value - other) <= 5 * Math.hypot(error, otherError)) continue;
    throw new Error(
      `${caseName}: ${figure} of the last prices is ${other} by ${peer}, ours ${value}: not the same problem`,
    );
  }
}
