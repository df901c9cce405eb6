import { createEngineSide } from './engine-side.mjs';
import { measureInTurns } from './turns.mjs';

/** Losses and gradients of float32 sums in another order differ by less, those of another problem by more. */
const TOLERANCE = 1e-3;

/**
 * Measures a case on the engines and by its peers, in turns. Gives the quartiles of each, in milliseconds, and of a peer
 * that did not run, why.
 *
 * @param engines the one that peers are compared to, and one with a single thread
 * @param peers started peers, by name; the settings with the lowest median stand for each
 * @param pace of `measureInTurns`; `contestSteps`, by which a peer's settings are chosen; `slowTurns` of a slow peer, for
 * which a case may have a number of its own
 */
export async function measureCase(benchCase, { engines, peers, peak, pace }) {
  const sides = [peak];
  for (const engine of engines) sides.push(await createEngineSide(engine, benchCase));
  const [, ours] = sides;
  const results = [];
  for (const [name, peer] of Object.entries(peers)) {
    if (peer.skipped !== undefined) {
      results.push({ name, skipped: peer.skipped });
      continue;
    }
    const task = { request: benchCase.peerRequest(), variants: benchCase.variants };
    const { entrants, contest } = await peer.prepare(task, { steps: pace.contestSteps });
    for (const { start } of entrants) requireSame(benchCase.name, name, ours.start, start);
    results.push({ name, peer, contest, entrants, firstSide: sides.length });
    sides.push(
      ...entrants.map(({ run }) => ({ run, ...(peer.isSlow && { turns: benchCase.slowTurns ?? pace.slowTurns }) })),
    );
  }
  const times = await measureInTurns(sides, pace);
  for (const side of sides.slice(1, 1 + engines.length)) await side.close();
  return {
    ours: times[1],
    oursOneThread: times[2],
    peers: results.map((result) => (result.skipped === undefined ? fastestEntrant(result, times) : result)),
  };
}

/** A peer's best by the medians. */
function fastestEntrant({ name, peer, contest, entrants, firstSide }, times) {
  const measured = entrants.map(({ settings }, e) => ({ settings, times: times[firstSide + e] }));
  const [fastest, ...others] = measured.toSorted((a, b) => a.times.median - b.times.median);
  return { name, peer, contest, ...fastest, others };
}

function requireSame(benchCase, peer, ours, theirs) {
  for (const figure of ['loss', 'gradientNorm']) {
    if (Math.abs(ours[figure] - theirs[figure]) <= TOLERANCE * Math.abs(ours[figure])) continue;
    throw new Error(
      `${benchCase}: ${peer} starts at ${figure} ${theirs[figure]}, ours at ${ours[figure]}: not the same problem`,
    );
  }
}
