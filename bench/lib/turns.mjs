import { setTimeout as pause } from 'node:timers/promises';
import { quartiles } from './quartiles.mjs';

/** Threads that look for work in a loop for a while after a step (OpenMP, OpenBLAS) have fallen asleep by then. */
const REST_MILLISECONDS = 60;
/** Steps longer than this need no warm-up in every turn. */
const LONG_STEP_MILLISECONDS = 500;

/**
 * Times several sides in turns, so that a disturbance of the machine meets all of them. A side's `run(steps)` gives the
 * milliseconds of so many steps; a turn has as many as fill `turnMilliseconds`, after one that is not counted. A slow
 * side, with `turns` of its own, takes one step in each of the first so many, without warming up. Ends after `turns`
 * turns, or after `seconds` and 5 turns.
 */
export async function measureInTurns(sides, { turns, turnMilliseconds, warmUpMilliseconds, seconds }) {
  const states = [];
  for (const side of sides) {
    const once = side.turns === undefined ? await warmUp(side, warmUpMilliseconds) : Number.POSITIVE_INFINITY;
    const steps = Math.min(1000, Math.ceil((side.turnMilliseconds ?? turnMilliseconds) / once));
    const isLong = once > LONG_STEP_MILLISECONDS;
    states.push({ side, skipped: isLong ? 0 : 1, steps: isLong ? 1 : steps, times: [] });
  }
  const start = performance.now();
  for (let turn = 0; turn < turns; ++turn) {
    if (turn >= 5 && performance.now() - start > 1e3 * seconds) break;
    for (const { side, skipped, steps, times } of states) {
      if (turn >= (side.turns ?? turns)) continue;
      await pause(REST_MILLISECONDS);
      times.push(...(await side.run(skipped + steps)).slice(skipped));
    }
  }
  return states.map(({ times }) => quartiles(times));
}

/** Runs a side until its code is compiled and its threads are up. Gives its fastest step. */
async function warmUp({ run }, milliseconds) {
  let least = Number.POSITIVE_INFINITY;
  for (let spent = 0; spent < milliseconds; ) {
    const [once] = await run(1);
    least = Math.min(least, once);
    spent += once;
  }
  return least;
}
