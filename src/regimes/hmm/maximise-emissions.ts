import { choleskyFactor } from '../../math/cholesky.ts';
import type { Observations } from '../observations.ts';
import { densityTerms, distanceFrom } from './emission-densities.ts';
import type { Hmm } from './emissions.ts';
import { fitDegrees } from './student-degrees.ts';
import { isTwoNormalStates, momentsOfTwo } from './two-normal-states.ts';

/** A state with less than this many rows' worth of probability keeps its parameters: it has no data to learn from. */
export const emptyState = 1e-8;

/**
 * Sets means, covariances and degrees of freedom to the most likely ones given the states' probabilities. Of Student-t laws one
 * step of expectation and conditional maximisation: rows weighted by the precision that their distance lets expect, scale
 * matrices over the sum of those weights (Kent, Tyler and Vardi 1994), then the degrees of freedom (Liu and Rubin 1995).
 *
 * @param smoothed P(state k at t | all rows) at `t * states + k`
 * @param varianceFloor least variance, in the observations' units: of each feature, where they vary together given those before it
 */
export function maximiseEmissions(
  hmm: Hmm,
  observations: Observations,
  smoothed: Float64Array,
  varianceFloor: number,
): void {
  const { states, dimensions, law, covariance, means, variances } = hmm;
  if (isTwoNormalStates(hmm)) {
    momentsOfTwo(observations, smoothed).forEach(([weight, sum, squares], k) => {
      if (weight > emptyState) setMoments(hmm, k, weight, sum, squares, varianceFloor);
    });
    return;
  }
  const weights = law === 'normal' ? smoothed : robustWeights(hmm, observations, smoothed);
  if (covariance === 'diagonal') {
    for (let k = 0; k < states; k++) setVariances(hmm, k, observations, weights, varianceFloor);
  } else {
    const square = dimensions * dimensions;
    const tied = new Float64Array(square);
    let all = 0;
    for (let k = 0; k < states; k++) {
      const weight = setMean(hmm, k, observations, weights);
      if (weight <= emptyState) continue;
      const scatter = scatterAround(means, k, observations, weights, states);
      all += weight;
      if (covariance === 'tied') for (let i = 0; i < square; i++) tied[i] += scatter[i];
      else if (covariance === 'full') variances.set(lift(scatter, dimensions, weight, varianceFloor), k * square);
      else variances[k] = Math.max(varianceFloor, traceOf(scatter, dimensions) / (dimensions * weight));
    }
    if (covariance === 'tied' && all > emptyState) variances.set(lift(tied, dimensions, all, varianceFloor));
  }
  if (law === 'student-t') fitDegrees(hmm, observations, smoothed);
}

/** Smoothed probabilities × (ν + D) / (ν + squared distance). */
function robustWeights(hmm: Hmm, { rows, values, complete }: Observations, smoothed: Float64Array): Float64Array {
  const { states, dimensions, degrees } = hmm;
  const terms = densityTerms(hmm);
  const weights = new Float64Array(smoothed.length);
  for (let t = 0, at = 0; t < rows; t++, at += states) {
    if (complete[t] === 0) continue;
    for (let k = 0; k < states; k++) {
      const distance = distanceFrom(terms, k, values, t * dimensions);
      weights[at + k] = (smoothed[at + k] * (degrees[k] + dimensions)) / (degrees[k] + distance);
    }
  }
  return weights;
}

/** Sum of the state's weights over complete rows. */
function weightOf({ states }: Hmm, state: number, { rows, complete }: Observations, weights: Float64Array): number {
  let weight = 0;
  for (let t = 0, at = state; t < rows; t++, at += states) weight += weights[at] * complete[t];
  return weight;
}

function setVariances(
  hmm: Hmm,
  state: number,
  observations: Observations,
  weights: Float64Array,
  varianceFloor: number,
): void {
  const { states, dimensions } = hmm;
  const { values } = observations;
  const weight = weightOf(hmm, state, observations, weights);
  if (weight <= emptyState) return;
  for (let d = 0; d < dimensions; d++) {
    let sum = 0;
    let squares = 0;
    // Values of rows that are not complete are zeros and add nothing.
    for (let at = state, n = d; n < values.length; at += states, n += dimensions) {
      const weighted = weights[at] * values[n];
      sum += weighted;
      squares += weighted * values[n];
    }
    setMoments(hmm, state * dimensions + d, weight, sum, squares, varianceFloor);
  }
}

/** Mean and variance number m from a weight, a weighted sum and a weighted sum of squares. */
function setMoments(
  { means, variances }: Hmm,
  m: number,
  weight: number,
  sum: number,
  squares: number,
  varianceFloor: number,
): void {
  const mean = sum / weight;
  means[m] = mean;
  variances[m] = Math.max(varianceFloor, squares / weight - mean * mean);
}

/** Returns the state's weight. */
function setMean(hmm: Hmm, state: number, observations: Observations, weights: Float64Array): number {
  const { states, dimensions, means } = hmm;
  const { values } = observations;
  const weight = weightOf(hmm, state, observations, weights);
  if (weight <= emptyState) return weight;
  for (let d = 0; d < dimensions; d++) {
    let sum = 0;
    for (let at = state, n = d; n < values.length; at += states, n += dimensions) sum += weights[at] * values[n];
    means[state * dimensions + d] = sum / weight;
  }
  return weight;
}

/** Σ_t w_t (x_t − m)(x_t − m)ᵀ, D × D. */
function scatterAround(
  means: Float64Array,
  state: number,
  { rows, dimensions, values, complete }: Observations,
  weights: Float64Array,
  states: number,
): Float64Array {
  const scatter = new Float64Array(dimensions * dimensions);
  const deviation = new Float64Array(dimensions);
  for (let t = 0; t < rows; t++) {
    if (complete[t] === 0) continue;
    const weight = weights[t * states + state];
    for (let d = 0; d < dimensions; d++) deviation[d] = values[t * dimensions + d] - means[state * dimensions + d];
    for (let i = 0; i < dimensions; i++) {
      const weighted = weight * deviation[i];
      for (let j = 0; j <= i; j++) scatter[i * dimensions + j] += weighted * deviation[j];
    }
  }
  for (let i = 0; i < dimensions; i++) {
    for (let j = i + 1; j < dimensions; j++) scatter[i * dimensions + j] = scatter[j * dimensions + i];
  }
  return scatter;
}

/** Scatter over weight, its diagonal raised by the floor, doubled as often as it takes, where it is not positive definite. */
function lift(scatter: Float64Array, size: number, weight: number, floor: number): Float64Array {
  const matrix = scatter.map((value) => value / weight);
  for (let raise = floor; choleskyFactor(matrix, size, floor) === undefined; raise *= 2) {
    for (let d = 0; d < size; d++) matrix[d * size + d] += raise;
  }
  return matrix;
}

function traceOf(matrix: Float64Array, size: number): number {
  let trace = 0;
  for (let d = 0; d < size; d++) trace += matrix[d * size + d];
  return trace;
}
