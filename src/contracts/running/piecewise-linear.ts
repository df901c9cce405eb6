import type { RunningContract } from '../contract.ts';
import type { PiecewiseLinearTerms } from '../contract-terms.ts';
import { decomposePieces } from './decompose-pieces.ts';
import { discount, growth, type Moment, type PathFunction } from './moment.ts';
import { runContract } from './run-contract.ts';
import { vanillaDelta, vanillaGamma, vanillaValue, vanillaVega } from './vanilla.ts';

type CallFunction = (spot: number, strike: number, vol: number, moment: Moment) => number;

/** A payoff of straight pieces, valued as its bond, forward and calls, each in closed form. */
export function runPiecewiseLinear(terms: PiecewiseLinearTerms, scale: Float64Array, fixings: number): RunningContract {
  const { bond, forward, strikes, calls } = decomposePieces(terms);
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
