import type { RunningContract } from '../contract.ts';
import type { EuropeanTerms } from '../contract-terms.ts';
import { europeanPayoff } from '../european.ts';
import { runContract } from './run-contract.ts';
import { vanillaDelta, vanillaGamma, vanillaValue, vanillaVega } from './vanilla.ts';

/**
 * A European call or put by Black–Scholes or Bachelier. Without a yield its values and greeks are to the bit those of
 * `blackScholesPrice` and its like.
 */
export function runEuropean({ type, strike }: EuropeanTerms, scale: Float64Array, fixings: number): RunningContract {
  const strikes = scale.map((unit) => strike * unit);
  return runContract(scale, fixings, {
    payoff: (path, spot) => europeanPayoff(type, spot, strikes[path]),
    value: (path, spot, vol, moment) => vanillaValue(type, spot, strikes[path], vol, moment),
    delta: (path, spot, vol, moment) => vanillaDelta(type, spot, strikes[path], vol, moment),
    gamma: (path, spot, vol, moment) => vanillaGamma(spot, strikes[path], vol, moment),
    vega: (path, spot, vol, moment) => vanillaVega(spot, strikes[path], vol, moment),
  });
}
