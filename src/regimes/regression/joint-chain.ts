import { stationaryDistribution } from '../chain/markov-chain.ts';
import type { SwitchingState } from './switching-parameters.ts';

/**
 * The chain of the regimes of a row and of its lags together: with K regimes and p lags, K^(p+1) joint states. In joint
 * state J the row's own regime is `digits[J * (p + 1)]` and that of lag m is `digits[J * (p + 1) + m]`; the row's own
 * counts most in J, so that the joint states of one regime stand side by side. A joint state follows on K others only,
 * those that differ in the oldest lag, which stand side by side too.
 */
export interface JointChain {
  /** Regimes K. */
  readonly states: number;
  readonly lags: number;
  /** Joint states. */
  readonly size: number;
  readonly digits: Int32Array;
  /** P(joint state) at the first row: the start, moved on from the oldest lag to the row. */
  readonly start: Float64Array;
  /** P(next regime j | regime i) at `i * states + j`. */
  readonly transition: Float64Array;
  /** First of the joint states that J follows on. */
  readonly before: Int32Array;
  /** P(J | n-th of those) at `J * states + n`. */
  readonly moves: Float64Array;
}

export function joinLags({ states, lags, start, transition }: SwitchingState): JointChain {
  const width = lags + 1;
  const size = states ** width;
  const block = states ** lags;
  const digits = listDigits(states, lags);
  const before = Int32Array.from({ length: size }, (_, to) => (lags === 0 ? 0 : (to % block) * states));
  const moves = Float64Array.from({ length: size * states }, (_, at) => {
    const to = Math.floor(at / states);
    const from = before[to] + (at % states);
    return transition[digits[from * width] * states + digits[to * width]];
  });
  const jointStart = Float64Array.from({ length: size }, (_, joint) => {
    const at = joint * width;
    let probability = start[digits[at + lags]];
    for (let m = lags; m > 0; m--) probability *= transition[digits[at + m] * states + digits[at + m - 1]];
    return probability;
  });
  return { states, lags, size, digits, start: jointStart, transition, before, moves };
}

/** Regime of the row and of each lag, for every joint state. */
export function listDigits(states: number, lags: number): Int32Array {
  const width = lags + 1;
  const digits = new Int32Array(states ** width * width);
  for (let at = 0; at < digits.length; at++) {
    const joint = Math.floor(at / width);
    const m = at % width;
    digits[at] = Math.floor(joint / states ** (lags - m)) % states;
  }
  return digits;
}

/** Sums joint probabilities to those of the row's own regime. */
export function sumLags(joint: Float64Array, at: number, block: number, out: Float64Array): void {
  for (let k = 0, n = at; k < out.length; k++) {
    let sum = 0;
    for (let i = 0; i < block; i++, n++) sum += joint[n];
    out[k] = sum;
  }
}

/** The start that the chain itself implies. */
export function stationaryStart(states: number, transition: Float64Array): Float64Array {
  return stationaryDistribution({ states, transition });
}
