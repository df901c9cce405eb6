import { solvePositive } from '../../math/cholesky.ts';
import { minimise } from '../../math/minimise.ts';
import { numericHessian } from '../../math/numeric-derivatives.ts';
import { type FreeParameters, packFree, unpackFree } from './free-parameters.ts';
import { inferSwitching } from './switching-inference.ts';
import type { SwitchingState } from './switching-parameters.ts';
import type { SwitchingRows } from './switching-rows.ts';
import { switchingScore } from './switching-score.ts';

export interface PolishedSwitching {
  readonly state: SwitchingState;
  /** In standard units. */
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Newton steps after the search, all with the curvature of the first: each gains some four digits. */
const newtonSteps = 4;
/** Slopes this small, in log likelihood a unit, are rounding. */
const smallestSlope = 1e-10;
/** Odds of a move that the rows speak against, and excess of a variance at its floor: in place of 0. */
const boundaryProbability = 1e-10;
/** Expected moves below which a move counts as one that the rows speak against. */
const fewestMoves = 1e-3;
/** Excess of a variance over the floor, in shares of the floor, below which the variance is at the floor. */
const leastExcess = 1e-3;

/** BFGS in the free parameters with exact slopes, to the nearest maximum of the likelihood. */
export function climbSwitching(
  start: SwitchingState,
  data: SwitchingRows,
  layout: FreeParameters,
  maxIterations: number,
): PolishedSwitching {
  const { point, value, iterations, converged } = minimise(lossOf(data, layout), packFree(layout, start), {
    maxIterations,
    gradient: slopesOf(data, layout),
    gradientTolerance: 1e-6,
  });
  return { state: unpackFree(layout, point), logLikelihood: -value, iterations, converged };
}

/**
 * Ends a fit by Newton steps, so that the result depends on the data and not on the way to it. Parameters at a boundary
 * are set to it and stay there.
 */
export function polishSwitching(
  climbed: PolishedSwitching,
  data: SwitchingRows,
  layout: FreeParameters,
): PolishedSwitching {
  const slopes = slopesOf(data, layout);
  const point = packFree(layout, climbed.state);
  const inner = settleBoundaries(layout, point, data.usableRows);
  const slopesAt = (values: Float64Array) => {
    const full = slopes(putBack(point, inner, values));
    return Float64Array.from(inner, (place) => full[place]);
  };
  const at = iterateNewton(
    slopesAt,
    Float64Array.from(inner, (place) => point[place]),
  );
  const state = unpackFree(layout, putBack(point, inner, at));
  const { logLikelihood } = inferSwitching(state, data);
  // Rounding aside, neither the boundary nor Newton may lose likelihood; where they do, the point climbed to stands.
  return logLikelihood >= climbed.logLikelihood - 1e-6 ? { ...climbed, state, logLikelihood } : climbed;
}

function lossOf(data: SwitchingRows, layout: FreeParameters) {
  return (free: Float64Array) => -inferSwitching(unpackFree(layout, free), data).logLikelihood;
}

function slopesOf(data: SwitchingRows, layout: FreeParameters) {
  return (free: Float64Array) => switchingScore(layout, data, free).map((slope) => -slope);
}

/** Sets parameters at a boundary to it and returns the places of the others. */
export function settleBoundaries(layout: FreeParameters, free: Float64Array, rows: number): number[] {
  const { varianceAt, varianceFloor, size } = layout;
  const bound = settleTransitions(layout, free, rows);
  for (const place of varianceAt) {
    if (!(varianceFloor > 0) || Math.exp(free[place]) >= leastExcess * varianceFloor) continue;
    free[place] = Math.log(boundaryProbability * varianceFloor);
    bound.add(place);
  }
  return Array.from({ length: size }, (_, place) => place).filter((place) => !bound.has(place));
}

function settleTransitions({ transitionAt, ...layout }: FreeParameters, free: Float64Array, rows: number): Set<number> {
  const { states } = layout.terms;
  const { transition, start } = unpackFree({ transitionAt, ...layout }, free);
  const bound = new Set<number>();
  for (let i = 0; i < states; i++) {
    const isRare = (j: number) => transition[i * states + j] * start[i] * rows < fewestMoves;
    const others = Array.from({ length: states }, (_, j) => j).filter((j) => j !== i);
    const likeliest = others.reduce(
      (a, b) => (transition[i * states + b] > transition[i * states + a] ? b : a),
      others[0],
    );
    const stays = !isRare(i);
    // A regime that is never visited has only rare moves: they stay as they are.
    if (!stays && (likeliest === undefined || isRare(likeliest))) continue;
    for (const j of others) {
      const place = transitionAt[i * states + j];
      const odds = Math.log(transition[i * states + j] / (stays ? transition[i * (states + 1)] : boundaryProbability));
      free[place] = isRare(j) ? Math.log(stays ? boundaryProbability : 1) : odds;
      if (isRare(j) || (!stays && j === likeliest)) bound.add(place);
    }
  }
  return bound;
}

/** Newton steps as long as they are short and the slopes more than rounding; none where the point is no minimum's. */
function iterateNewton(slopesAt: (at: Float64Array) => Float64Array, start: Float64Array): Float64Array {
  const size = start.length;
  const hessian = numericHessian(slopesAt, start);
  // What the rows do not determine has no curvature and no slope: it stays.
  const steepest = start.reduce((most, _, i) => Math.max(most, hessian[i * (size + 1)]), 0);
  for (let i = 0; i < size; i++) hessian[i * (size + 1)] += 1e-10 * steepest;
  let at = start;
  for (let step = 0; step < newtonSteps; step++) {
    const slopes = slopesAt(at);
    if (slopes.every((slope) => Math.abs(slope) <= smallestSlope)) break;
    const moved = solvePositive(hessian, slopes);
    if (moved === undefined || moved.some((length) => !(Math.abs(length) < 1))) break;
    at = at.map((value, i) => value - moved[i]);
  }
  return at;
}

function putBack(point: Float64Array, inner: readonly number[], values: Float64Array): Float64Array {
  const full = point.slice();
  inner.forEach((place, n) => {
    full[place] = values[n];
  });
  return full;
}
