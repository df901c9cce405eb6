import { listDigits } from './joint-chain.ts';
import type { SwitchingState } from './switching-parameters.ts';
import type { SwitchingRows } from './switching-rows.ts';

/** What the log density of a row is made of, for every joint state. */
export interface DensityTerms {
  readonly states: number;
  readonly lags: number;
  readonly digits: Int32Array;
  readonly lagCoefficients: Float64Array;
  readonly precisions: Float64Array;
  readonly constants: Float64Array;
}

export function densityTermsOf({ states, lags, lagCoefficients, variances }: SwitchingState): DensityTerms {
  return {
    states,
    lags,
    digits: listDigits(states, lags),
    lagCoefficients,
    precisions: variances.map((variance) => 1 / variance),
    constants: variances.map((variance) => -0.5 * Math.log(2 * Math.PI * variance)),
  };
}

/** Deviation y − x′β_k of a row from the regression of regime k; term 0 of the regressors is 1. */
export function deviationOf(
  dependent: number,
  regressors: Float64Array,
  row: number,
  coefficients: Float64Array,
  terms: number,
  k: number,
): number {
  let deviation = dependent;
  for (let j = 0; j < terms; j++) deviation -= regressors[row + j] * coefficients[k * terms + j];
  return deviation;
}

/** Deviations of all rows under all regimes, rows × states. */
export function fillDeviations(
  { states, terms, coefficients }: SwitchingState,
  { rows, dependent, regressors }: SwitchingRows,
  out: Float64Array,
): void {
  for (let t = 0; t < rows; t++) {
    for (let k = 0; k < states; k++) {
      out[t * states + k] = deviationOf(dependent[t], regressors, t * terms, coefficients, terms, k);
    }
  }
}

/** Error of a row in joint state J: its deviation less what the lagged ones foretell. */
export function errorOf(
  { digits, lags, lagCoefficients }: DensityTerms,
  deviations: Float64Array,
  places: Int32Array,
  joint: number,
): number {
  const at = joint * (lags + 1);
  const k = digits[at];
  let error = deviations[places[0] + k];
  for (let m = 1; m <= lags; m++) error -= lagCoefficients[k * lags + m - 1] * deviations[places[m] + digits[at + m]];
  return error;
}

/**
 * Log densities of one row under every joint state.
 *
 * @param deviations under all regimes, of the row from `places[0]` on and of lag m from `places[m]` on
 * @param out one a joint state, from `at` on
 */
export function fillLogDensities(
  density: DensityTerms,
  deviations: Float64Array,
  places: Int32Array,
  out: Float64Array,
  at: number,
): void {
  const { digits, lags, precisions, constants } = density;
  const size = digits.length / (lags + 1);
  for (let joint = 0; joint < size; joint++) {
    const k = digits[joint * (lags + 1)];
    const error = errorOf(density, deviations, places, joint);
    out[at + joint] = constants[k] - 0.5 * (error * error * precisions[k]);
  }
}
