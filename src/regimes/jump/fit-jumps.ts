import { createRandomStream } from '../../math/random.ts';
import type { SeededCallOptions } from '../../support/long-call.ts';
import { completePoints } from '../complete-points.ts';
import type { Observations } from '../observations.ts';
import { findJumpPath } from './find-jump-path.ts';
import { drawSpreadSeeds } from './spread-seeds.ts';
import { createStateGrid, type StateGrid } from './state-grid.ts';

export interface FitJumpsOptions extends SeededCallOptions {
  readonly grid: StateGrid;
  readonly penalty: number;
  readonly restarts: number;
  /** Centres of an earlier fit in the standard units of this one: one more starting point. */
  readonly previous: Float64Array | undefined;
}

/** Centres in standard units with their cheapest path, and the objective of both. */
export interface JumpFit {
  readonly centres: Float64Array;
  readonly objective: number;
}

const mostIterations = 300;
/** Discrete solutions from which a continuous model starts. */
const finalists = 3;

/**
 * Centres of the least objective found, by coordinate descent: the cheapest path given the centres, the means of the rows
 * weighted by the path, and so on until the path stays (Bemporad et al. 2018, algorithm 1; Nystrup, Lindström and
 * Madsen 2020). It starts from k-means++ seeds; every second restart runs K-Means first, since a high penalty makes one
 * regime of seeds that lie badly. A continuous model starts from the best three of the discrete one.
 */
export function fitJumps(observations: Observations, options: FitJumpsOptions): JumpFit {
  const { grid, penalty, restarts, seed, previous, signal, onProgress } = options;
  const { states } = grid;
  const corners = createStateGrid(states, 1);
  const continuous = grid.points > corners.points;
  const total = restarts + (continuous ? finalists : 0) + (previous === undefined ? 0 : 1);
  const fits: JumpFit[] = [];
  const begin = () => {
    signal?.throwIfAborted();
    onProgress?.({ label: `fitting a jump model of ${states} regimes`, done: Math.min(fits.length, total), total });
  };
  const points = completePoints(observations);
  for (let restart = 0; restart < restarts; restart++) {
    begin();
    const seeds = drawSpreadSeeds(points, states, createRandomStream(seed, 'jump', restart));
    const start = restart % 2 === 0 ? seeds : descend(observations, corners, 0, seeds).centres;
    fits.push(descend(observations, corners, penalty, start));
  }
  const judged: JumpFit[] = continuous ? [] : [...fits];
  for (const { centres } of continuous ? bestDifferent(fits) : []) {
    begin();
    judged.push(descend(observations, grid, penalty, centres));
    fits.push(judged[judged.length - 1]);
  }
  if (previous !== undefined) {
    begin();
    judged.push(descend(observations, grid, penalty, previous));
  }
  onProgress?.({ label: `fitting a jump model of ${states} regimes`, done: total, total });
  return judged.reduce((best, fit) => (fit.objective < best.objective ? fit : best));
}

/** The few best fits that differ in their objective by more than rounding. */
function bestDifferent(fits: readonly JumpFit[]): JumpFit[] {
  const sorted = [...fits].sort((a, b) => a.objective - b.objective);
  return sorted.filter((fit, n) => n === 0 || fit.objective > sorted[n - 1].objective * (1 + 1e-9)).slice(0, finalists);
}

/** Coordinate descent from `start` on; no step raises the objective. */
function descend(observations: Observations, grid: StateGrid, penalty: number, start: Float64Array): JumpFit {
  const { dimensions } = observations;
  let centres = start;
  let path = findJumpPath({ grid, penalty, centres, dimensions }, observations);
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const moved = weightedMeans(observations, grid, path.points, centres);
    const next = findJumpPath({ grid, penalty, centres: moved, dimensions }, observations);
    // At the very end rounding may raise the objective: keep the better of the last two.
    if (next.objective > path.objective) break;
    const settled = next.points.every((point, t) => point === path.points[t]);
    centres = moved;
    path = next;
    if (settled) break;
  }
  return { centres, objective: path.objective };
}

/** Means of the complete rows weighted by the path's states. A regime without weight keeps its centre. */
function weightedMeans(
  { rows, dimensions, values, complete }: Observations,
  { states, weights }: StateGrid,
  path: Uint16Array,
  centres: Float64Array,
): Float64Array {
  const sums = new Float64Array(states * dimensions);
  const totals = new Float64Array(states);
  for (let t = 0; t < rows; t++) {
    if (complete[t] === 0) continue;
    for (let k = 0; k < states; k++) {
      const weight = weights[path[t] * states + k];
      if (weight === 0) continue;
      totals[k] += weight;
      for (let d = 0; d < dimensions; d++) sums[k * dimensions + d] += weight * values[t * dimensions + d];
    }
  }
  return sums.map((sum, m) => {
    const total = totals[Math.floor(m / dimensions)];
    return total > 0 ? sum / total : centres[m];
  });
}
