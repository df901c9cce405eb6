import { type Bounds, boundedVariables } from '../../math/bounded-variables.ts';
import { minimise } from '../../math/minimise.ts';
import { garchLikelihood } from './garch-likelihood.ts';
import type { ReturnSample } from './garch-start.ts';
import {
  ALPHA,
  BETA,
  DEGREES,
  estimatedPlaces,
  GAMMA,
  type GarchTerms,
  OMEGA,
  PARAMETERS,
  toVector,
} from './garch-terms.ts';
import { targetVariance } from './target-variance.ts';

/** Tails so heavy that there is hardly a variance, and so light that they are those of a normal law. */
export const FEWEST_DEGREES = 2.05;
export const MOST_DEGREES = 500;
/** Least ω in units of the variance of the returns: next to none. */
export const LEAST_OMEGA = 1e-9;

const free: Bounds = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };
/** For returns of variance 1. The place of γ has α + γ, the weight after a fall, and that of ν has 1/ν. */
const linearBounds: readonly Bounds[] = [
  free,
  { lower: LEAST_OMEGA, upper: 2 },
  { lower: 0, upper: 1 },
  { lower: 0, upper: 2 },
  { lower: 0, upper: 1 },
  { lower: 1 / MOST_DEGREES, upper: 1 / FEWEST_DEGREES },
  { lower: -0.99, upper: 0.99 },
];
const exponentialBounds = linearBounds.map((bounds, place) => {
  if (place === BETA) return { lower: -0.9999, upper: 0.9999 };
  return place === OMEGA || place === ALPHA || place === GAMMA ? free : bounds;
});

/** Starts: [alpha, gamma, beta]; daily returns of most markets lie near one of them. */
const linearStarts = [
  [0.05, 0.05, 0.9],
  [0.1, 0.05, 0.8],
  [0.03, 0.02, 0.95],
] as const;
const exponentialStarts = [
  [0.15, -0.05, 0.97],
  [0.25, -0.05, 0.9],
  [0.1, -0.02, 0.99],
] as const;
const START_DEGREES = 8;
/** A weight or a slope of the objective nearer to 0 than this is there. */
const NOTHING = 1e-7;

export interface MaximiseGarchOptions {
  /** Where to begin instead of at the usual points. */
  readonly previous?: Float64Array | undefined;
  /** Holds the persistence to this and the long-run variance to 1 (`targetVariance`); neither is held without. */
  readonly mostPersistence?: number | undefined;
}

export interface GarchMaximum {
  readonly parameters: Float64Array;
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Parameters of highest likelihood, by BFGS on exact slopes under the bounds α, α + γ, β ≥ 0, ν in [2.05, 500] and
 * |λ| ≤ 0.99, for 'egarch' |β| < 1. Begins at the best of three usual points and goes on to the others only when that
 * one does not converge.
 *
 * @param sample returns in units of their standard deviation
 */
export function maximiseGarch(
  terms: GarchTerms,
  sample: ReturnSample,
  { previous, mostPersistence }: MaximiseGarchOptions = {},
): GarchMaximum {
  const places = estimatedPlaces(terms).filter((place) => place !== OMEGA || mostPersistence === undefined);
  const limits = terms.model === 'egarch' ? exponentialBounds : linearBounds;
  const variables = boundedVariables(places.map((place) => limits[place]));
  const likelihood = garchLikelihood(terms, sample);
  const rows = sample.returns.length;
  const isGjr = terms.model === 'gjr';
  const bounded = new Float64Array(places.length);
  const chain = new Float64Array(places.length);
  const parameters = new Float64Array(PARAMETERS);
  const slopes = new Float64Array(PARAMETERS);
  const last = new Float64Array(places.length).fill(Number.NaN);
  let value = Number.NaN;
  let carryOver: (slopes: Float64Array) => void = () => {};

  function read(at: Float64Array): void {
    variables.toBounded(at, bounded);
    places.forEach((place, i) => {
      parameters[place] = bounded[i];
    });
    if (terms.law !== 'normal') parameters[DEGREES] = 1 / parameters[DEGREES];
    if (isGjr) parameters[GAMMA] -= parameters[ALPHA];
    if (mostPersistence !== undefined) carryOver = targetVariance(parameters, mostPersistence);
  }

  /** One pass gives value and slopes: the search asks for both, one after the other. */
  function objective(at: Float64Array): number {
    if (at.every((x, i) => x === last[i])) return value;
    last.set(at);
    read(at);
    value = -likelihood.at(parameters) / rows;
    return value;
  }

  function gradient(at: Float64Array): Float64Array {
    objective(at);
    variables.slopes(at, chain);
    slopes.set(likelihood.slopes);
    carryOver(slopes);
    return Float64Array.from(places, (place, i) => {
      let slope = slopes[place];
      if (place === DEGREES) slope *= -(parameters[DEGREES] ** 2);
      if (place === ALPHA && isGjr) slope -= slopes[GAMMA];
      return (-slope * chain[i]) / rows;
    });
  }

  function toFree(vector: Float64Array): Float64Array {
    const shaped = vector.slice();
    shaped[DEGREES] = 1 / vector[DEGREES];
    if (isGjr) shaped[GAMMA] += vector[ALPHA];
    return variables.toFree(places.map((place) => shaped[place]));
  }

  function search(start: Float64Array): GarchMaximum {
    const found = minimise(objective, start, { gradient, gradientTolerance: 1e-7 });
    read(found.point);
    if (terms.model !== 'egarch') settle(parameters);
    const logLikelihood = likelihood.at(parameters);
    return { parameters: parameters.slice(), logLikelihood, iterations: found.iterations, converged: found.converged };
  }

  const given = previous === undefined ? [] : [toFree(previous)].filter((start) => Number.isFinite(objective(start)));
  const usual = () =>
    usualStarts(terms, sample)
      .map((start) => toFree(start))
      .sort((a, b) => objective(a) - objective(b));
  let best: GarchMaximum | undefined;
  for (const starts of [() => given, usual]) {
    for (const start of starts()) {
      const found = search(start);
      if (found.converged) return found;
      if (best === undefined || found.logLikelihood > best.logLikelihood) best = found;
    }
  }
  return best!;
}

function usualStarts({ model }: GarchTerms, sample: ReturnSample): readonly Float64Array[] {
  const shape = { degreesOfFreedom: START_DEGREES, skew: 0, mean: sample.mean };
  if (model === 'egarch') {
    return exponentialStarts.map(([alpha, gamma, beta]) => toVector({ ...shape, omega: 0, alpha, gamma, beta }));
  }
  return linearStarts.map(([alpha, gamma, beta]) => {
    const asymmetry = model === 'gjr' ? gamma : 0;
    return toVector({ ...shape, omega: 1 - alpha - asymmetry / 2 - beta, alpha, gamma: asymmetry, beta });
  });
}

/** Puts weights that are next to nothing at 0, their bound. */
function settle(parameters: Float64Array): void {
  const down = parameters[ALPHA] + parameters[GAMMA];
  if (parameters[ALPHA] < NOTHING) parameters[ALPHA] = 0;
  parameters[GAMMA] = (down < NOTHING ? 0 : down) - parameters[ALPHA];
  if (parameters[BETA] < NOTHING) parameters[BETA] = 0;
}
