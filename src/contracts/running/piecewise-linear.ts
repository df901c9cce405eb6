import type { RunningContract } from '../contract.ts';
import type { PiecewiseLinearTerms } from '../contract-terms.ts';
import { discount, growth, type Moment, type PathFunction } from './moment.ts';
import { runContract } from './run-contract.ts';
import { vanillaDelta, vanillaGamma, vanillaValue, vanillaVega } from './vanilla.ts';

/*
 * A payoff of straight pieces is a bond, a forward and a call at every kink (Breeden and Litzenberger 1978):
 *   f(x) = [f(x1) − s0 x1] + s0 x + Σ_i (s_i − s_{i−1}) (x − x_i)⁺,   s_i the slope to the right of kink x_i
 */

/** The pieces of f, in levels. */
interface Decomposition {
  readonly bond: number;
  readonly forward: number;
  /** Kinks at which the slope changes, with the calls held there. */
  readonly strikes: readonly number[];
  readonly calls: readonly number[];
}

type CallFunction = (spot: number, strike: number, vol: number, moment: Moment) => number;

/** A payoff of straight pieces, valued as its bond, forward and calls, each in closed form. */
export function runPiecewiseLinear(terms: PiecewiseLinearTerms, scale: Float64Array, fixings: number): RunningContract {
  const { bond, forward, strikes, calls } = decompose(terms);
  const overCalls =
    (straight: PathFunction, ofCall: CallFunction): PathFunction =>
    (path, spot, vol, moment) => {
      let sum = straight(path, spot, vol, moment);
      for (let i = 0; i < calls.length; i++) sum += calls[i] * ofCall(spot, strikes[i] * scale[path], vol, moment);
      return sum;
    };
  const nothing = () => 0;
  return runContract(scale, fixings, {
    payoff(path, spot) {
      const unit = scale[path];
      let sum = bond * unit + forward * spot;
      for (let i = 0; i < calls.length; i++) sum += calls[i] * Math.max(spot - strikes[i] * unit, 0);
      return sum;
    },
    value: overCalls(
      (path, spot, _vol, moment) => bond * scale[path] * discount(moment) + forward * spot * growth(moment),
      (spot, strike, vol, moment) => vanillaValue('call', spot, strike, vol, moment),
    ),
    delta: overCalls(
      (_path, _spot, _vol, moment) => forward * growth(moment),
      (spot, strike, vol, moment) => vanillaDelta('call', spot, strike, vol, moment),
    ),
    gamma: overCalls(nothing, vanillaGamma),
    vega: overCalls(nothing, vanillaVega),
  });
}

function decompose({ points, leftSlope, rightSlope }: PiecewiseLinearTerms): Decomposition {
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
