import type { RandomStream } from '../../math/random.ts';
import { chooseCuts, cutByScore, smoothBothWays } from '../cut-rows.ts';
import type { Observations } from '../observations.ts';
import { type CovarianceKind, covarianceSize } from './covariance.ts';
import type { EmissionLaw, Hmm } from './emissions.ts';

/** What a model is made of before any parameter is known. */
export interface HmmMake {
  readonly states: number;
  readonly law: EmissionLaw;
  readonly covariance: CovarianceKind;
}

/** Degrees of freedom to start from: those of daily returns, roughly. */
const startDegrees = 8;

/**
 * Parameters to start EM from. The first four restarts cut the rows into equal groups by a score; later ones repeat the
 * scores with random smoothing, cuts and persistence, so that restarts end in different optima.
 *
 * Scores, in turn: the rows' smoothed size (mean square over features), their own size, the first feature's level,
 * and the distance to randomly chosen rows.
 */
export function chooseStartingPoint(
  observations: Observations,
  make: HmmMake,
  restart: number,
  stream: RandomStream,
): Hmm {
  const { states } = make;
  const systematic = restart < 3;
  const persistence = systematic ? 0.95 : 0.5 + 0.49 * stream.uniform();
  const cuts = chooseCuts(states, systematic, stream);
  switch (restart % 4) {
    case 0: {
      const memory = systematic ? 0.9 : 0.6 + 0.38 * stream.uniform();
      return momentsOfGroups(
        observations,
        cutByScore(smoothBothWays(rowSizes(observations), memory), cuts),
        make,
        persistence,
      );
    }
    case 1:
      return momentsOfGroups(observations, cutByScore(rowSizes(observations), cuts), make, persistence);
    case 2:
      return momentsOfGroups(observations, cutByScore(firstFeature(observations), cuts), make, persistence);
    default:
      return momentsOfGroups(observations, groupByNearest(observations, states, stream), make, persistence);
  }
}

/** Complete rows alone: the k-th value belongs to the k-th complete row. */
function rowSizes({ rows, dimensions, values, complete, completeRows }: Observations): Float64Array {
  const sizes = new Float64Array(completeRows);
  for (let t = 0, n = 0; t < rows; t++) {
    if (complete[t] === 0) continue;
    for (let d = 0; d < dimensions; d++) sizes[n] += values[t * dimensions + d] ** 2;
    n++;
  }
  return sizes;
}

function firstFeature({ rows, dimensions, values, complete, completeRows }: Observations): Float64Array {
  const level = new Float64Array(completeRows);
  for (let t = 0, n = 0; t < rows; t++) if (complete[t] === 1) level[n++] = values[t * dimensions];
  return level;
}

function groupByNearest(observations: Observations, states: number, stream: RandomStream): Int32Array {
  const { rows, dimensions, values, complete, completeRows } = observations;
  const chosen = Array.from({ length: states }, () => stream.integer(completeRows));
  const starts: number[] = [];
  for (let t = 0; t < rows; t++) if (complete[t] === 1) starts.push(t * dimensions);
  return Int32Array.from(starts, (row) => {
    let nearest = 0;
    let least = Number.POSITIVE_INFINITY;
    chosen.forEach((n, k) => {
      let distance = 0;
      for (let d = 0; d < dimensions; d++) distance += (values[row + d] - values[starts[n] + d]) ** 2;
      if (distance < least) {
        least = distance;
        nearest = k;
      }
    });
    return nearest;
  });
}

function momentsOfGroups(
  { rows, dimensions, values, complete }: Observations,
  groups: Int32Array,
  { states, law, covariance }: HmmMake,
  persistence: number,
): Hmm {
  const counts = new Float64Array(states);
  const means = new Float64Array(states * dimensions);
  const variances = new Float64Array(states * dimensions);
  for (let t = 0, n = 0; t < rows; t++) {
    if (complete[t] === 0) continue;
    const k = groups[n++];
    counts[k]++;
    for (let d = 0; d < dimensions; d++) {
      means[k * dimensions + d] += values[t * dimensions + d];
      variances[k * dimensions + d] += values[t * dimensions + d] ** 2;
    }
  }
  for (let k = 0; k < states; k++) {
    for (let m = k * dimensions; m < (k + 1) * dimensions; m++) {
      // A group with hardly a row starts from the figures of all rows: mean 0, variance 1.
      const thin = counts[k] < 2;
      means[m] = thin ? 0 : means[m] / counts[k];
      variances[m] = thin ? 1 : Math.max(1e-2, variances[m] / counts[k] - means[m] ** 2);
    }
  }
  const leave = states === 1 ? 0 : (1 - persistence) / (states - 1);
  const transition = new Float64Array(states * states).fill(leave);
  for (let k = 0; k < states; k++) transition[k * states + k] = states === 1 ? 1 : persistence;
  return {
    states,
    dimensions,
    law,
    covariance,
    start: new Float64Array(states).fill(1 / states),
    transition,
    means,
    variances: covariance === 'diagonal' ? variances : layOut(variances, covariance, counts, states, dimensions),
    degrees: new Float64Array(law === 'student-t' ? states : 0).fill(startDegrees),
  };
}

/** Variances by state and feature in the layout of another kind of covariance: no feature moves with another yet. */
function layOut(
  variances: Float64Array,
  covariance: CovarianceKind,
  counts: Float64Array,
  states: number,
  dimensions: number,
): Float64Array {
  const out = new Float64Array(covarianceSize(covariance, states, dimensions));
  const total = counts.reduce((sum, count) => sum + count, 0);
  for (let k = 0; k < states; k++) {
    for (let d = 0; d < dimensions; d++) {
      const variance = variances[k * dimensions + d];
      if (covariance === 'spherical') out[k] += variance / dimensions;
      else if (covariance === 'tied') out[d * (dimensions + 1)] += (variance * counts[k]) / total;
      else out[k * dimensions * dimensions + d * (dimensions + 1)] = variance;
    }
  }
  return out;
}
