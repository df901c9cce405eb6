import type { Hedger } from '../hedgers/hedger.ts';
import type { TuningGround } from './tune.ts';
import { evaluate } from './tune.ts';

export interface AssignmentSearch {
  readonly regimes: number;
  readonly candidates: readonly Hedger[];
  /** The switcher of an assignment (regime → candidate). */
  readonly make: (assignment: readonly number[]) => Hedger;
  /** Relative gain over the single best candidate below which that candidate is kept in every regime. */
  readonly minimumGain: number;
  readonly signal?: AbortSignal | undefined;
}

/** More assignments than this are searched by coordinate descent instead of one by one. */
const exhaustiveLimit = 64;

/**
 * Chooses the candidate of each regime by running the switcher itself over the training past, so the cost of switching
 * is part of the choice. Shrinks to the single best candidate unless switching gains enough: in sample, switching
 * always gains.
 */
export function assignRegimes(search: AssignmentSearch, ground: TuningGround): readonly number[] {
  const { regimes, candidates, make, minimumGain, signal } = search;
  const known = new Map<string, number>();
  const objective = (assignment: readonly number[]): number => {
    const key = assignment.join();
    let value = known.get(key);
    if (value === undefined) {
      signal?.throwIfAborted();
      value = evaluate(make(assignment), ground);
      known.set(key, value);
    }
    return value;
  };
  const constants = candidates.map((_, candidate) => new Array<number>(regimes).fill(candidate));
  const single = lowest(constants, objective);
  const best =
    candidates.length ** regimes <= exhaustiveLimit
      ? lowest(allAssignments(candidates.length, regimes), objective)
      : descend(single, candidates.length, objective);
  const gain = objective(single) - objective(best);
  return gain > minimumGain * Math.abs(objective(single)) ? best : single;
}

function lowest(
  assignments: readonly (readonly number[])[],
  objective: (assignment: readonly number[]) => number,
): readonly number[] {
  return assignments.reduce((best, next) => (objective(next) < objective(best) ? next : best));
}

function allAssignments(candidates: number, regimes: number): number[][] {
  let assignments: number[][] = [[]];
  for (let regime = 0; regime < regimes; regime++) {
    assignments = assignments.flatMap((prefix) => Array.from({ length: candidates }, (_, next) => [...prefix, next]));
  }
  return assignments;
}

/** Changes one regime's candidate at a time, while that helps. */
function descend(
  start: readonly number[],
  candidates: number,
  objective: (assignment: readonly number[]) => number,
): readonly number[] {
  let best = start;
  for (let improved = true; improved; ) {
    improved = false;
    for (let regime = 0; regime < start.length; regime++) {
      for (let candidate = 0; candidate < candidates; candidate++) {
        const next = best.with(regime, candidate);
        if (objective(next) < objective(best)) {
          best = next;
          improved = true;
        }
      }
    }
  }
  return best;
}
