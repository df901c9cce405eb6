/** Points of the probability simplex that a jump model's state may take, and the cost of moving between them. */
export interface StateGrid {
  readonly states: number;
  readonly points: number;
  /** Weight of regime k at point g, at `g * states + k`. */
  readonly weights: Float64Array;
  /** ¼ |s_g − s_h|₁² at `g * points + h`: 1 between two different corners. */
  readonly moves: Float64Array;
}

export type JumpDetectorName = 'jump' | 'continuous-jump';

/** Steps of the continuous model's grid along an edge, by the number of regimes: 1, 21, 66 and 84 points. */
const continuousSteps = [1, 20, 10, 6];
export const mostContinuousStates = continuousSteps.length;

/** The grid of a detector for so many regimes. */
export function createJumpGrid(detector: JumpDetectorName, states: number): StateGrid {
  return createStateGrid(states, detector === 'jump' ? 1 : continuousSteps[states - 1]);
}

/**
 * All vectors of `states` weights that add up to 1 and are multiples of 1 / `steps`. One step leaves the corners alone,
 * regime by regime: the states of the discrete model, whose every move costs 1.
 */
export function createStateGrid(states: number, steps: number): StateGrid {
  const vectors = splitSteps(states, steps);
  const points = vectors.length;
  const moves = new Float64Array(points * points);
  for (let g = 0; g < points; g++) {
    for (let h = 0; h < points; h++) {
      const distance = vectors[g].reduce((sum, parts, k) => sum + Math.abs(parts - vectors[h][k]), 0);
      moves[g * points + h] = (distance / (2 * steps)) ** 2;
    }
  }
  const weights = Float64Array.from(vectors.flat(), (parts) => parts / steps);
  return { states, points, weights, moves };
}

/** The ways to share out `steps` among `states`; the first regime's share falls, so that corner k is regime k in one step. */
function splitSteps(states: number, steps: number): number[][] {
  if (states === 1) return [[steps]];
  const ways: number[][] = [];
  for (let first = steps; first >= 0; first--) {
    for (const rest of splitSteps(states - 1, steps - first)) ways.push([first, ...rest]);
  }
  return ways;
}
