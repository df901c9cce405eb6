import type { SwitchingExpectation } from './expected-moves.ts';
import type { FreeParameters } from './free-parameters.ts';
import { listDigits, stationaryStart } from './joint-chain.ts';
import { createNormalEquations } from './normal-equations.ts';
import { densityTermsOf, errorOf, fillDeviations } from './switching-densities.ts';
import type { SwitchingState } from './switching-parameters.ts';
import type { SwitchingRows } from './switching-rows.ts';

/** A thousandth of a move of each kind keeps a probability off 0, where EM would leave it for good. */
const priorMoves = 1e-3;

/**
 * A conditional maximisation step of EM (Meng and Rubin 1993): coefficients given lag coefficients and variances, lag
 * coefficients given those, variances given both; each is a weighted regression over rows and joint states. The effect
 * of the transitions on a stationary start is left to the polish.
 */
export function maximiseSwitching(
  state: SwitchingState,
  data: SwitchingRows,
  layout: FreeParameters,
  expectation: SwitchingExpectation,
): SwitchingState {
  const coefficients = regressOnTerms(state, data, layout, expectation);
  const lagCoefficients = regressOnLags({ ...state, coefficients }, data, layout, expectation);
  const variances = averageErrors({ ...state, coefficients, lagCoefficients }, data, layout, expectation);
  const transition = shareMoves(expectation.moves, state.states);
  const start = layout.terms.start === 'free' ? expectation.start : stationaryStart(state.states, transition);
  return { ...state, coefficients, lagCoefficients, variances, transition, start };
}

/** Calls `visit` for every usable row and joint state with some weight. */
function visitRows(
  { states, lags }: SwitchingState,
  { rows, first, usable }: SwitchingRows,
  { smoothed }: SwitchingExpectation,
  visit: (t: number, joint: number, weight: number) => void,
): void {
  const size = states ** (lags + 1);
  for (let t = first; t < rows; t++) {
    if (usable[t] === 0) continue;
    for (let joint = 0; joint < size; joint++) {
      const weight = smoothed[(t - first) * size + joint];
      if (weight > 0) visit(t, joint, weight);
    }
  }
}

function regressOnTerms(
  state: SwitchingState,
  data: SwitchingRows,
  { coefficientAt, size }: FreeParameters,
  expectation: SwitchingExpectation,
): Float64Array {
  const { states, terms, lags, lagCoefficients, variances } = state;
  const { dependent, regressors } = data;
  const digits = listDigits(states, lags);
  const offset = coefficientAt[0];
  const equations = createNormalEquations(countPlaces(coefficientAt, size));
  const places = new Int32Array((lags + 1) * terms);
  const values = new Float64Array(places.length);
  visitRows(state, data, expectation, (t, joint, weight) => {
    const at = joint * (lags + 1);
    const k = digits[at];
    let target = 0;
    for (let m = 0, n = 0; m <= lags; m++) {
      const factor = m === 0 ? 1 : -lagCoefficients[k * lags + m - 1];
      target += factor * dependent[t - m];
      for (let j = 0; j < terms; j++, n++) {
        places[n] = coefficientAt[digits[at + m] * terms + j] - offset;
        values[n] = factor * regressors[(t - m) * terms + j];
      }
    }
    equations.add(weight / variances[k], places, values, places.length, target);
  });
  return spread(equations.solve(gather(state.coefficients, coefficientAt, size)), coefficientAt);
}

function regressOnLags(
  state: SwitchingState,
  data: SwitchingRows,
  { lagAt, size }: FreeParameters,
  expectation: SwitchingExpectation,
): Float64Array {
  const { states, lags, variances } = state;
  if (lags === 0) return state.lagCoefficients;
  const digits = listDigits(states, lags);
  const deviations = new Float64Array(data.rows * states);
  fillDeviations(state, data, deviations);
  const offset = lagAt[0];
  const equations = createNormalEquations(countPlaces(lagAt, size));
  const places = new Int32Array(lags);
  const values = new Float64Array(lags);
  visitRows(state, data, expectation, (t, joint, weight) => {
    const at = joint * (lags + 1);
    const k = digits[at];
    for (let m = 1; m <= lags; m++) {
      places[m - 1] = lagAt[k * lags + m - 1] - offset;
      values[m - 1] = deviations[(t - m) * states + digits[at + m]];
    }
    equations.add(weight / variances[k], places, values, lags, deviations[t * states + k]);
  });
  return spread(equations.solve(gather(state.lagCoefficients, lagAt, size)), lagAt);
}

function averageErrors(
  state: SwitchingState,
  data: SwitchingRows,
  { varianceAt, varianceFloor }: FreeParameters,
  expectation: SwitchingExpectation,
): Float64Array {
  const { states, lags } = state;
  const density = densityTermsOf(state);
  const deviations = new Float64Array(data.rows * states);
  fillDeviations(state, data, deviations);
  const places = new Int32Array(lags + 1);
  const squares = new Float64Array(states);
  const weights = new Float64Array(states);
  visitRows(state, data, expectation, (t, joint, weight) => {
    for (let m = 0; m <= lags; m++) places[m] = (t - m) * states;
    const group = varianceAt[density.digits[joint * (lags + 1)]] - varianceAt[0];
    weights[group] += weight;
    squares[group] += weight * errorOf(density, deviations, places, joint) ** 2;
  });
  return state.variances.map((variance, k) => {
    const group = varianceAt[k] - varianceAt[0];
    // A regime without rows keeps its variance; above the floor by a little, where slopes do not vanish.
    return weights[group] > 1e-8 ? Math.max(1.001 * varianceFloor, squares[group] / weights[group]) : variance;
  });
}

function shareMoves(moves: Float64Array, states: number): Float64Array {
  const shares = moves.map((count) => count + priorMoves);
  for (let at = 0; at < shares.length; at += states) {
    const row = shares.subarray(at, at + states);
    const total = row.reduce((sum, count) => sum + count, 0);
    for (let j = 0; j < states; j++) row[j] /= total;
  }
  return shares;
}

/** Coefficients lie side by side among the free parameters: how many there are. */
function countPlaces(places: Int32Array, size: number): number {
  return places.reduce((most, place) => Math.max(most, place), -size) - places[0] + 1;
}

function gather(values: Float64Array, places: Int32Array, size: number): Float64Array {
  const gathered = new Float64Array(countPlaces(places, size));
  places.forEach((place, at) => {
    gathered[place - places[0]] = values[at];
  });
  return gathered;
}

function spread(solution: Float64Array, places: Int32Array): Float64Array {
  return Float64Array.from(places, (place) => solution[place - places[0]]);
}
