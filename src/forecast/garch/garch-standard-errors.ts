import { invertPositive } from '../../math/cholesky.ts';
import { numericHessian } from '../../math/numeric-derivatives.ts';
import { garchLikelihood } from './garch-likelihood.ts';
import type { ReturnSample } from './garch-start.ts';
import {
  ALPHA,
  BETA,
  DEGREES,
  estimatedPlaces,
  GAMMA,
  type GarchTerms,
  MEAN,
  OMEGA,
  PARAMETERS,
  SKEW,
} from './garch-terms.ts';
import { FEWEST_DEGREES, LEAST_OMEGA, MOST_DEGREES } from './maximise-garch.ts';

/** Estimates of the covariance by name. */
export const garchErrorKinds = ['hessian', 'outer-product', 'robust'] as const;

/**
 * - 'hessian': the inverse H⁻¹ of the observed information, right where the law is;
 * - 'outer-product': (Σ s_t s_t′)⁻¹ of the scores of the rows (Berndt, Hall, Hall and Hausman 1974);
 * - 'robust': H⁻¹ (Σ s_t s_t′) H⁻¹, which survives a wrong law (Bollerslev and Wooldridge 1992).
 */
export type GarchErrorKind = (typeof garchErrorKinds)[number];

/**
 * Standard errors at a maximum, by place. Second derivatives are differences of exact slopes, in steps of a thousandth of
 * each parameter. A parameter at its bound has none (NaN) and the others are given it: ω or α = 0; α + γ = 0, where γ is −α; β = 0;
 * ν and λ at their limits. Where a covariance cannot be had all are NaN.
 *
 * @param parameters in the units of the sample
 */
export function garchStandardErrors(
  terms: GarchTerms,
  sample: ReturnSample,
  parameters: Float64Array,
  kind: GarchErrorKind,
): Float64Array {
  const likelihood = garchLikelihood(terms, sample);
  const isGjr = terms.model === 'gjr';
  const inner = estimatedPlaces(terms).filter((place) => !isAtBound(terms, parameters, place, sample.variance));
  const size = inner.length;
  const units = inner.map((place) => unitOf(terms, place, parameters, Math.sqrt(sample.variance)));
  const trial = parameters.slice();
  // In steps from the maximum, each in its own unit. The place of γ stands for the weight after a fall, α + γ.
  const slopesAt = (steps: Float64Array) => {
    inner.forEach((place, i) => {
      trial[place] = parameters[place] + steps[i] * units[i];
      if (isGjr && place === GAMMA) trial[place] += parameters[ALPHA];
    });
    if (isGjr) trial[GAMMA] = (inner.includes(GAMMA) ? trial[GAMMA] : 0) - trial[ALPHA];
    likelihood.at(trial);
    return Float64Array.from(inner, (place, i) => weightSlope(likelihood.slopes, place, isGjr) * units[i]);
  };
  const covariance = covarianceOf(kind);
  const errors = new Float64Array(PARAMETERS).fill(Number.NaN);
  if (covariance === undefined) return errors;
  inner.forEach((place, i) => {
    errors[place] = units[i] * Math.sqrt(covariance[i * size + i]);
  });
  if (isGjr) errors[GAMMA] = errorOfDifference(covariance);
  return errors;

  function covarianceOf(wanted: GarchErrorKind): Float64Array | undefined {
    if (wanted === 'outer-product') return invertPositive(outerProduct(), size);
    const information = numericHessian(slopesAt, new Float64Array(size)).map((value) => -value);
    const inverse = invertPositive(information, size);
    if (inverse === undefined || wanted === 'hessian') return inverse;
    return multiply(multiply(inverse, outerProduct(), size), inverse, size);
  }

  function outerProduct(): Float64Array {
    const products = likelihood.outerProduct(parameters);
    // Slopes by the weight after a rise are those by α less those by γ: first of the columns, then of the rows.
    const byColumns = inner.map((place) =>
      Float64Array.from({ length: PARAMETERS }, (_, other) =>
        weightSlope(products.subarray(other * PARAMETERS), place, isGjr),
      ),
    );
    return Float64Array.from({ length: size * size }, (_, ij) => {
      const i = Math.floor(ij / size);
      const j = ij % size;
      return weightSlope(byColumns[i], inner[j], isGjr) * units[i] * units[j];
    });
  }

  /** γ is the weight after a fall less that after a rise; one that is held varies not. */
  function errorOfDifference(found: Float64Array): number {
    const a = inner.indexOf(ALPHA);
    const g = inner.indexOf(GAMMA);
    const part = (i: number, j: number) => (i < 0 || j < 0 ? 0 : units[i] * units[j] * found[i * size + j]);
    return a < 0 && g < 0 ? Number.NaN : Math.sqrt(part(a, a) + part(g, g) - 2 * part(a, g));
  }
}

/** Slope by the weight after a rise (the place of α) while that after a fall (of γ) is kept, and the other way round. */
function weightSlope(slopes: Float64Array, place: number, isGjr: boolean): number {
  return isGjr && place === ALPHA ? slopes[ALPHA] - slopes[GAMMA] : slopes[place];
}

function isAtBound({ model }: GarchTerms, parameters: Float64Array, place: number, variance: number): boolean {
  const value = parameters[place];
  if (place === DEGREES) return value < FEWEST_DEGREES * 1.001 || value > MOST_DEGREES * 0.98;
  if (place === SKEW) return Math.abs(value) > 0.989;
  if (model === 'egarch') return place === BETA && Math.abs(value) > 0.99989;
  if (place === OMEGA) return value < 1.01 * LEAST_OMEGA * variance;
  if (place === GAMMA) return parameters[ALPHA] + value <= 0;
  return (place === ALPHA || place === BETA) && value <= 0;
}

/** Of the size of the parameter or of its error: what steps are measured in. */
function unitOf({ model }: GarchTerms, place: number, parameters: Float64Array, deviation: number): number {
  if (place === MEAN) return deviation;
  if (place === OMEGA && model !== 'egarch') return parameters[OMEGA];
  const value = Math.abs(parameters[place]) + (place === GAMMA ? Math.abs(parameters[ALPHA]) : 0);
  return Math.max(value, 0.01);
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  return a.map((_, ij) => {
    const i = Math.floor(ij / size);
    const j = ij % size;
    let sum = 0;
    for (let k = 0; k < size; k++) sum += a[i * size + k] * b[k * size + j];
    return sum;
  });
}
