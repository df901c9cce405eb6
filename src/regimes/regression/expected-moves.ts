import { type SwitchingInference, smoothSwitching } from './switching-inference.ts';
import type { SwitchingState } from './switching-parameters.ts';

/** What all rows say of the regimes, for the next step of a fit. Looks ahead. */
export interface SwitchingExpectation {
  readonly logLikelihood: number;
  /** P(joint state | all rows), rows from the first usable one × joint states. */
  readonly smoothed: Float64Array;
  /** Expected number of moves from i to j at `i * states + j`, those among the lags of the first row included. */
  readonly moves: Float64Array;
  /** P(regime of the first row's oldest lag | all rows). */
  readonly start: Float64Array;
}

/** The expectation step of EM. */
export function expectSwitching(state: SwitchingState, inference: SwitchingInference): SwitchingExpectation {
  const { states, lags, transition } = state;
  const { chain, filtered, logLikelihood } = inference;
  const { digits, size } = chain;
  const width = lags + 1;
  const { smoothed, onward } = smoothSwitching(inference);
  const moves = new Float64Array(states * states);
  const start = new Float64Array(states);
  for (let joint = 0; joint < size && smoothed.length > 0; joint++) {
    const at = joint * width;
    start[digits[at + lags]] += smoothed[joint];
    for (let m = lags; m > 0; m--) moves[digits[at + m] * states + digits[at + m - 1]] += smoothed[joint];
  }
  if (lags > 0) {
    for (let row = size; row < smoothed.length; row += size) {
      for (let joint = 0; joint < size; joint++) {
        moves[digits[joint * width + 1] * states + digits[joint * width]] += smoothed[row + joint];
      }
    }
    return { logLikelihood, smoothed, moves, start };
  }
  for (let row = size; row < smoothed.length; row += size) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) moves[i * size + j] += filtered[row - size + i] * onward[row + j];
    }
  }
  return { logLikelihood, smoothed, moves: moves.map((sum, ij) => sum * transition[ij]), start };
}
