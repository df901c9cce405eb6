import { choleskyFactor, invertLower } from '../../math/cholesky.ts';
import { halfStepGammaRatio } from '../../math/student-t.ts';
import type { Observations } from '../observations.ts';
import { covarianceOf } from './covariance.ts';
import type { Hmm } from './emissions.ts';

/** What the log densities of all states are computed from. */
export interface DensityTerms {
  readonly states: number;
  readonly dimensions: number;
  readonly means: Float64Array;
  /** Log density at the mean. */
  readonly constants: Float64Array;
  /** 1 / variance, state k and feature d at `k * dimensions + d`; where covariances are diagonal or spherical. */
  readonly precisions: Float64Array;
  /** Inverse Cholesky factors of the covariances, state by state; where they are full or tied. */
  readonly whiteners: Float64Array;
  /** Of Student-t laws; empty otherwise. */
  readonly degrees: Float64Array;
}

/** @throws RangeError on a covariance that is not positive definite */
export function densityTerms(hmm: Hmm): DensityTerms {
  const { states, dimensions, law, covariance, means, variances, degrees } = hmm;
  const constants = new Float64Array(states);
  const isDiagonal = covariance === 'diagonal' || covariance === 'spherical';
  const precisions = new Float64Array(isDiagonal ? states * dimensions : 0);
  const square = dimensions * dimensions;
  const whiteners = new Float64Array(isDiagonal ? 0 : states * square);
  const logNorm = law === 'normal' ? Math.log(2 * Math.PI) : 0;
  for (let k = 0; k < states; k++) {
    if (isDiagonal) {
      for (let d = 0; d < dimensions; d++) {
        const variance = variances[covariance === 'spherical' ? k : k * dimensions + d];
        precisions[k * dimensions + d] = 1 / variance;
        constants[k] -= 0.5 * (law === 'normal' ? Math.log(2 * Math.PI * variance) : Math.log(variance));
      }
    } else {
      const factor = choleskyFactor(covarianceOf(covariance, variances, k, dimensions), dimensions);
      if (factor === undefined) throw new RangeError(`the covariance of state ${k} is not positive definite`);
      whiteners.set(invertLower(factor, dimensions), k * square);
      for (let d = 0; d < dimensions; d++) constants[k] -= Math.log(factor[d * dimensions + d]) + 0.5 * logNorm;
    }
    if (law === 'student-t') constants[k] += studentLogConstant(degrees[k], dimensions);
  }
  return { states, dimensions, means, constants, precisions, whiteners, degrees };
}

/** ln Γ((ν + D) / 2) − ln Γ(ν / 2) − D/2 ln(ν π). */
export function studentLogConstant(degrees: number, dimensions: number): number {
  let log = -0.5 * dimensions * Math.log(degrees * Math.PI);
  let at = degrees / 2;
  for (let d = 0; d + 1 < dimensions; d += 2, at += 1) log += Math.log(at);
  return dimensions % 2 === 1 ? log + Math.log(halfStepGammaRatio(at)) : log;
}

/** Squared Mahalanobis distance of a row, which stands in `values` from `at` on, from the mean of state k. */
export function distanceFrom(terms: DensityTerms, k: number, values: Float64Array, at: number): number {
  const { dimensions, means, precisions, whiteners } = terms;
  const mean = k * dimensions;
  let distance = 0;
  if (precisions.length > 0) {
    for (let d = 0; d < dimensions; d++) {
      const deviation = values[at + d] - means[mean + d];
      distance += deviation * deviation * precisions[mean + d];
    }
    return distance;
  }
  for (let i = 0, row = mean * dimensions; i < dimensions; i++, row += dimensions) {
    let whitened = 0;
    for (let j = 0; j <= i; j++) whitened += whiteners[row + j] * (values[at + j] - means[mean + j]);
    distance += whitened * whitened;
  }
  return distance;
}

/** Log density at a squared distance from the mean of state k. */
export function logDensityAt({ constants, degrees, dimensions }: DensityTerms, k: number, distance: number): number {
  if (degrees.length === 0) return constants[k] - 0.5 * distance;
  return constants[k] - 0.5 * (degrees[k] + dimensions) * Math.log1p(distance / degrees[k]);
}

/**
 * Log density of every row under every state (rows × states). A row that is not complete counts as missing: 0, that is
 * likelihood 1 under every state.
 */
export function fillLogDensities(hmm: Hmm, { rows, values, complete }: Observations, out: Float64Array): void {
  const terms = densityTerms(hmm);
  const { states, dimensions } = terms;
  for (let t = 0, at = 0, row = 0; t < rows; t++, at += states, row += dimensions) {
    for (let k = 0; k < states; k++) {
      out[at + k] = complete[t] === 0 ? 0 : logDensityAt(terms, k, distanceFrom(terms, k, values, row));
    }
  }
}
