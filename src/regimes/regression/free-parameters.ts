import { stationaryStart } from './joint-chain.ts';
import type { SwitchingState } from './switching-parameters.ts';
import type { SwitchingTerms, Varies } from './switching-terms.ts';

/**
 * The parameters of a switching regression as free numbers, for a search without constraints: for each regime i and
 * each other one j the log odds ln P_ij / P_ii, those of the start where it is free, the coefficients, the lag
 * coefficients, and ln(σ² − floor). A common coefficient is one number.
 */
export interface FreeParameters {
  readonly size: number;
  readonly terms: SwitchingTerms;
  /** Place of the log odds of i → j at `i * states + j`; −1 on the diagonal. */
  readonly transitionAt: Int32Array;
  /** Places of the log odds of a free start against regime 0; −1 for that regime and for a stationary start. */
  readonly startAt: Int32Array;
  /** Place of the coefficient of regime k, term j at `k * terms + j`; likewise for lags and variances. */
  readonly coefficientAt: Int32Array;
  readonly lagAt: Int32Array;
  readonly varianceAt: Int32Array;
  /** Variances stay above this. */
  readonly varianceFloor: number;
}

/** Log odds are kept within this when they are made from probabilities. */
const smallestProbability = 1e-10;
/** Least excess of a variance over its floor, in shares of the variance. */
const smallestExcess = 1e-6;

export function layOutFree(terms: SwitchingTerms, varianceFloor: number): FreeParameters {
  const { states, coefficients, lagCoefficients, variance, start } = terms;
  let size = 0;
  const transitionAt = Int32Array.from({ length: states * states }, (_, ij) => (ij % (states + 1) === 0 ? -1 : size++));
  const startAt = Int32Array.from({ length: states }, (_, k) => (start === 'stationary' || k === 0 ? -1 : size++));
  const place = (each: readonly Varies[]) => {
    const places = new Int32Array(states * each.length);
    each.forEach((varies, j) => {
      for (let k = 0; k < states; k++)
        places[k * each.length + j] = varies === 'switching' || k === 0 ? size++ : size - 1;
    });
    return places;
  };
  const coefficientAt = place(coefficients);
  const lagAt = place(lagCoefficients);
  const varianceAt = place([variance]);
  return { size, terms, transitionAt, startAt, coefficientAt, lagAt, varianceAt, varianceFloor };
}

/** Free numbers that stand for the parameters. Of coefficients that are common the mean over regimes is taken. */
export function packFree(layout: FreeParameters, state: SwitchingState): Float64Array {
  const { size, transitionAt, startAt, coefficientAt, lagAt, varianceAt, varianceFloor } = layout;
  const { states, transition, start } = state;
  const free = new Float64Array(size);
  const logOf = (probability: number) => Math.log(Math.max(smallestProbability, probability));
  transitionAt.forEach((place, ij) => {
    const stay = transition[Math.floor(ij / states) * (states + 1)];
    if (place >= 0) free[place] = logOf(transition[ij]) - logOf(stay);
  });
  startAt.forEach((place, k) => {
    if (place >= 0) free[place] = logOf(start[k]) - logOf(start[0]);
  });
  fillMeans(free, coefficientAt, state.coefficients);
  fillMeans(free, lagAt, state.lagCoefficients);
  const excesses = state.variances.map((variance) =>
    Math.log(Math.max(variance * smallestExcess, variance - varianceFloor)),
  );
  fillMeans(free, varianceAt, excesses);
  return free;
}

/** The parameters that free numbers stand for. */
export function unpackFree(layout: FreeParameters, free: ArrayLike<number>): SwitchingState {
  const { terms, transitionAt, startAt, coefficientAt, lagAt, varianceAt, varianceFloor } = layout;
  const { states } = terms;
  const transition = Float64Array.from(transitionAt, (place) => (place < 0 ? 0 : free[place]));
  for (let i = 0; i < states; i++) toProbabilities(transition.subarray(i * states, (i + 1) * states));
  const start =
    terms.start === 'free'
      ? toProbabilities(Float64Array.from(startAt, (place) => (place < 0 ? 0 : free[place])))
      : stationaryStart(states, transition);
  return {
    states,
    terms: terms.coefficients.length,
    lags: terms.lagCoefficients.length,
    start,
    transition,
    coefficients: Float64Array.from(coefficientAt, (place) => free[place]),
    lagCoefficients: Float64Array.from(lagAt, (place) => free[place]),
    variances: Float64Array.from(varianceAt, (place) => varianceFloor + Math.exp(free[place])),
  };
}

/** Log odds to probabilities, in place. */
function toProbabilities(odds: Float64Array): Float64Array {
  const largest = odds.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  let total = 0;
  for (let k = 0; k < odds.length; k++) {
    odds[k] = Math.exp(odds[k] - largest);
    total += odds[k];
  }
  for (let k = 0; k < odds.length; k++) odds[k] /= total;
  return odds;
}

function fillMeans(free: Float64Array, places: Int32Array, values: Float64Array): void {
  const counts = new Float64Array(free.length);
  places.forEach((place, at) => {
    counts[place]++;
    free[place] += (values[at] - free[place]) / counts[place];
  });
}
