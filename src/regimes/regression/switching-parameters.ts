import type { Standardiser } from '../observations.ts';
import { permuteBlocks, permuteSquare } from '../permutation.ts';
import { splitRows } from '../saved-parts.ts';

/**
 * Parameters of a switching regression y_t = x_t′β(s_t) + u_t, where u_t = Σ φ_i(s_t) u_{t−i} + σ(s_t) ε_t and the lagged
 * deviation u_{t−i} = y_{t−i} − x_{t−i}′β(s_{t−i}) is from the regression of its own regime. Common coefficients are
 * repeated in every regime.
 */
export interface SwitchingParameters {
  /** `transition[i][j]` is P(next regime j | regime i). */
  readonly transition: readonly ArrayLike<number>[];
  /** One row a regime: the intercept, then one slope a regressor. In an autoregression the intercept is the mean μ. */
  readonly coefficients: readonly ArrayLike<number>[];
  /** One row a regime: φ_1, φ_2, …; left out where there are no lags. */
  readonly lagCoefficients?: readonly ArrayLike<number>[];
  /** σ² of each regime. */
  readonly variances: ArrayLike<number>;
  /** Distribution of the regime of the first row, or of its oldest lag; the chain's stationary one when left out. */
  readonly start?: ArrayLike<number>;
}

/** The same, flat, as the arithmetic takes them. */
export interface SwitchingState {
  readonly states: number;
  /** Intercept and regressors. */
  readonly terms: number;
  readonly lags: number;
  readonly start: Float64Array;
  /** P(next = j | now = i) at `i * states + j`. */
  readonly transition: Float64Array;
  /** Regime k, term j at `k * terms + j`. */
  readonly coefficients: Float64Array;
  /** Regime k, lag i at `k * lags + i − 1`. */
  readonly lagCoefficients: Float64Array;
  readonly variances: Float64Array;
}

/** Parameters as people read them. A stationary start is left out. */
export function toParameters(state: SwitchingState, stationary: boolean): SwitchingParameters {
  const { states, terms, lags, start, transition, coefficients, lagCoefficients, variances } = state;
  return {
    transition: splitRows(transition, states),
    coefficients: splitRows(coefficients, terms),
    ...(lags > 0 && { lagCoefficients: splitRows(lagCoefficients, lags) }),
    variances: variances.slice(),
    ...(!stationary && { start: start.slice() }),
  };
}

/**
 * From standard units to the data's own: y = m + s ỹ and x_j = m_j + s_j x̃_j make β_j = s β̃_j / s_j and the intercept
 * m + s β̃_0 − Σ β_j m_j. The dependent comes first in the standardiser.
 */
export function toOwnUnits(state: SwitchingState, { location, scale }: Standardiser): SwitchingState {
  const { states, terms } = state;
  const coefficients = state.coefficients.map((value, at) => {
    const j = at % terms;
    return (value * scale[0]) / (j === 0 ? 1 : scale[j]);
  });
  for (let k = 0; k < states; k++) {
    coefficients[k * terms] += location[0];
    for (let j = 1; j < terms; j++) coefficients[k * terms] -= coefficients[k * terms + j] * location[j];
  }
  return { ...state, coefficients, variances: state.variances.map((variance) => variance * scale[0] ** 2) };
}

/** From the data's own units to standard ones: the inverse of `toOwnUnits`. */
export function toStandardUnits(state: SwitchingState, { location, scale }: Standardiser): SwitchingState {
  const { states, terms } = state;
  const coefficients = state.coefficients.slice();
  for (let k = 0; k < states; k++) {
    const at = k * terms;
    for (let j = 1; j < terms; j++) {
      coefficients[at] += coefficients[at + j] * location[j];
      coefficients[at + j] *= scale[j] / scale[0];
    }
    coefficients[at] = (coefficients[at] - location[0]) / scale[0];
  }
  return { ...state, coefficients, variances: state.variances.map((variance) => variance / scale[0] ** 2) };
}

/** The same regression with regime `order[k]` renamed to k. */
export function permuteSwitching(state: SwitchingState, order: readonly number[]): SwitchingState {
  const { terms, lags, start, transition, coefficients, lagCoefficients, variances } = state;
  return {
    ...state,
    start: permuteBlocks(start, order, 1),
    transition: permuteSquare(transition, order),
    coefficients: permuteBlocks(coefficients, order, terms),
    lagCoefficients: permuteBlocks(lagCoefficients, order, lags),
    variances: permuteBlocks(variances, order, 1),
  };
}

/** Regimes in ascending order of their variance or, where it is common, of their intercept and then their slopes. */
export function orderSwitching({ states, terms, coefficients, variances }: SwitchingState): readonly number[] {
  const keys = Array.from({ length: states }, (_, k) => [
    variances[k],
    ...coefficients.subarray(k * terms, (k + 1) * terms),
  ]);
  const compare = (a: readonly number[], b: readonly number[]) =>
    a.map((key, n) => key - b[n]).find((gap) => gap !== 0);
  return Array.from({ length: states }, (_, k) => k).sort((a, b) => compare(keys[a], keys[b]) ?? a - b);
}
