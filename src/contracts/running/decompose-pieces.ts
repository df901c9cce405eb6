import type { PiecewiseLinearTerms } from '../contract-terms.ts';

/** The pieces of f, in levels. */
export interface Decomposition {
  readonly bond: number;
  readonly forward: number;
  /** Kinks at which the slope changes, with the calls held there. */
  readonly strikes: readonly number[];
  readonly calls: readonly number[];
}

/**
 * A payoff of straight pieces is a bond, a forward and a call at every kink (Breeden and Litzenberger 1978):
 *   f(x) = [f(x1) − s0 x1] + s0 x + Σ_i (s_i − s_{i−1}) (x − x_i)⁺,   s_i the slope to the right of kink x_i
 */
export function decomposePieces({ points, leftSlope, rightSlope }: PiecewiseLinearTerms): Decomposition {
  const [[firstPrice, firstPayoff]] = points;
  const strikes: number[] = [];
  const calls: number[] = [];
  let slope = leftSlope;
  for (const [i, [price, payoff]] of points.entries()) {
    const next = points[i + 1];
    const right = next === undefined ? rightSlope : (next[1] - payoff) / (next[0] - price);
    if (right !== slope) {
      strikes.push(price);
      calls.push(right - slope);
    }
    slope = right;
  }
  return { bond: firstPayoff - leftSlope * firstPrice, forward: leftSlope, strikes, calls };
}
