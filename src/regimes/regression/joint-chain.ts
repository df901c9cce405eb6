import { type MarkovChain, stationaryDistribution } from '../chain/markov-chain.ts';
import type { SwitchingState } from './switching-parameters.ts';

/**
 * The chain of the regimes of a row and of its lags together: with K regimes and p lags, K^(p+1) joint states. In joint
 * state J the row's own regime is `digits[J * (p + 1)]` and that of lag m is `digits[J * (p + 1) + m]`; the row's own
 * counts most in J, so that the joint states of one regime stand side by side.
 */
export interface JointChain extends MarkovChain {
  readonly digits: Int32Array;
}

/** Builds the joint chain. Its start is that of the oldest lag, moved on lag by lag to the row. */
export function joinLags({ states, lags, start, transition }: SwitchingState): JointChain {
  const width = lags + 1;
  const size = states ** width;
  const digits = listDigits(states, lags);
  const jointStart = new Float64Array(size);
  const jointTransition = new Float64Array(size * size);
  const block = states ** lags;
  for (let to = 0; to < size; to++) {
    const at = to * width;
    let probability = start[digits[at + lags]];
    for (let m = lags; m > 0; m--) probability *= transition[digits[at + m] * states + digits[at + m - 1]];
    jointStart[to] = probability;
    // Those before it have its lags one row earlier, and any regime in their own oldest lag.
    const before = lags === 0 ? 0 : (to % block) * states;
    for (let oldest = 0; oldest < states; oldest++) {
      const from = before + oldest;
      jointTransition[from * size + to] = transition[digits[from * width] * states + digits[at]];
    }
  }
  return { states: size, start: jointStart, transition: jointTransition, digits };
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
