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

/** Newton steps after the search, each of which gains some six digits. */
const newtonSteps = 3;
/** Slopes this small, in log likelihood a unit, are rounding. */
const smallestSlope = 1e-10;
/** Odds of a move that the rows speak against, and excess of a variance at its floor: in place of 0. */
const boundaryProbability = 1e-10;
/** Expected moves below which a move counts as one that the rows speak against. */
const fewestMoves = 1e-3;
/** Excess of a variance over the floor, in shares of the floor, below which the variance is at the floor. */
const leastExcess = 1e-3;

/**
 * Ends a fit: BFGS in the free parameters with exact slopes, then Newton steps, so that the result depends on the data and
 * not on the way to it. Parameters at a boundary are set to it and left out of the Newton steps.
 */
export function polishSwitching(
  start: SwitchingState,
  data: SwitchingRows,
  layout: FreeParameters,
  maxIterations: number,
): PolishedSwitching {
  const lossOf = (free: Float64Array) => -inferSwitching(unpackFree(layout, free), data).logLikelihood;
  const slopesOf = (free: Float64Array) => switchingScore(layout, data, free).map((slope) => -slope);
  const found = minimise(lossOf, packFree(layout, start), { maxIterations, gradient: slopesOf, gradientTolerance: 1e-7 });
  let point: Float64Array = found.point.slice();
  const inner = settleBoundaries(layout, point, data.usableRows);
  for (let step = 0; step < newtonSteps; step++) {
    const next = stepNewton(slopesOf, point, inner);
    if (next === undefined) break;
    point = next;
  }
  const loss = lossOf(point);
  // Rounding aside, neither the boundary nor Newton may lose likelihood; where they do, the search's own point stands.
  const kept = loss <= found.value + 1e-6;
  return {
    state: unpackFree(layout, kept ? point : found.point),
    logLikelihood: -(kept ? loss : found.value),
    iterations: found.iterations,
    converged: found.converged,
  };
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
    const likeliest = others.reduce((a, b) => (transition[i * states + b] > transition[i * states + a] ? b : a), others[0]);
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

/** One Newton step in the inner parameters; undefined when there is no need or the point is not a minimum's. */
function stepNewton(
  slopesOf: (free: Float64Array) => Float64Array,
  point: Float64Array,
  inner: readonly number[],
): Float64Array | undefined {
  const slopesAt = (values: Float64Array) => {
    const full = slopesOf(putBack(point, inner, values));
    return Float64Array.from(inner, (place) => full[place]);
  };
  const at = Float64Array.from(inner, (place) => point[place]);
  const slopes = slopesAt(at);
  if (slopes.every((slope) => Math.abs(slope) <= smallestSlope)) return undefined;
  const hessian = numericHessian(slopesAt, at);
  // What the rows do not determine has no curvature and no slope: it stays.
  const trace = at.reduce((most, _, i) => Math.max(most, hessian[i * (at.length + 1)]), 0);
  for (let i = 0; i < at.length; i++) hessian[i * (at.length + 1)] += 1e-10 * trace;
  const step = solvePositive(hessian, slopes);
  if (step === undefined || step.some((length) => !(Math.abs(length) < 1))) return undefined;
  return putBack(
    point,
    inner,
    at.map((value, i) => value - step[i]),
  );
}

function putBack(point: Float64Array, inner: readonly number[], values: Float64Array): Float64Array {
  const full = point.slice();
  inner.forEach((place, n) => {
    full[place] = values[n];
  });
  return full;
}
