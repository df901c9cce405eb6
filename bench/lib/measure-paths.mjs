import { createPathsSide, lastPriceMoments, requireSameMoments } from './paths-side.mjs';
import { rateRows } from './rates.mjs';
import { measureInTurns } from './turns.mjs';

/** Rows of a market's paths: ours on the pools given, the first of which peers are compared to, and NumPy's kinds. */
export async function measurePaths(pathCase, { pools, numpy, pace }) {
  const sides = [];
  for (const pool of pools) sides.push(await createPathsSide(pool, pathCase, pace));
  const moments = await lastPriceMoments(pools[0], pathCase);
  const peers = [];
  for (const name of pathCase.peers) {
    if (numpy.skipped !== undefined) {
      peers.push({ name, skipped: numpy.skipped });
      continue;
    }
    const { run, contest, settings, moments: theirs } = await numpy.prepare(pathCase, name, pace);
    requireSameMoments(pathCase.name, name, moments, theirs);
    peers.push({ name, settings, version: numpy.version, peerContest: contest, side: sides.length });
    sides.push({ run });
  }
  const times = await measureInTurns(sides, pace);
  const { name, steps, paths, targetRatio } = pathCase;
  return rateRows(
    {
      name,
      unit: 'million path-steps a second',
      pieces: steps * paths,
      targetRatio,
      threads: pools[0].threads,
      settings: { ...sides[0].settings, paths, lastPrices: moments },
    },
    {
      ours: times[0],
      oursOneThread: times[1],
      peers: peers.map(({ side, ...peer }) => ({ ...peer, times: times[side] })),
    },
  );
}
