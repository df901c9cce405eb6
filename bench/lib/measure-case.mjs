import { createEngineSide } from './engine-side.mjs';
import { measureInTurns } from './turns.mjs';

/** Losses and gradients of float32 sums in another order differ by less, those of another problem by more. */
const TOLERANCE = 1e-3;

/**
 * Measures a case on the engines and by its peers, in turns. Gives the quartiles of each, in milliseconds, and of a peer
 * that did not run, why.
 *
 * @param engines the one that peers are compared to, and one with a single thread
 * @param peers started peers, by name
 * @param pace of `measureInTurns`; `contestSteps`, by which a peer's settings are chosen; `slowTurns` of a slow peer
 */
export async function measureCase(benchCase, { engines, peers, peak, pace }) {
  const sides = [peak];
  for (const engine of engines) sides.push(await createEngineSide(engine, benchCase));
  const [, ours] = sides;
  const results = [];
  for (const [name, peer] of Object.entries(peers)) {
    const skipped = peer.skipped ?? benchCase.notRun?.[name];
    if (skipped !== undefined) {
      results.push({ name, skipped });
      continue;
    }
    const task = { request: benchCase.peerRequest(), variants: benchCase.variants };
    const prepared = await peer.prepare(task, { steps: pace.contestSteps });
    requireSame(benchCase.name, name, ours.start, prepared.start);
    sides.push({ run: prepared.run, ...(peer.isSlow && { turns: pace.slowTurns }) });
    results.push({ name, peer, settings: prepared.settings, side: sides.length - 1 });
  }
  const times = await measureInTurns(sides, pace);
  for (const side of sides.slice(1, 1 + engines.length)) await side.close();
  return {
    ours: times[1],
    oursOneThread: times[2],
    peers: results.map(({ side, ...result }) => ({ ...result, times: times[side] })),
  };
}

function requireSame(benchCase, peer, ours, theirs) {
  for (const figure of ['loss', 'gradientNorm']) {
    if (Math.abs(ours[figure] - theirs[figure]) <= TOLERANCE * Math.abs(ours[figure])) continue;
    throw new Error(
      `${benchCase}: ${peer} starts at ${figure} ${theirs[figure]}, ours at ${ours[figure]}: not the same problem`,
    );
  }
}
