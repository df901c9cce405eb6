import { barrierDelta, barrierGamma, barrierPrice } from '../barrier.ts';
import { checkModel } from '../check-contract.ts';
import type { RunningContract } from '../contract.ts';
import type { BarrierTerms } from '../contract-terms.ts';
import { europeanPayoff } from '../european.ts';
import { discount, type Moment, type PathFunction } from './moment.ts';
import { runContract } from './run-contract.ts';
import { vanillaDelta, vanillaGamma, vanillaValue } from './vanilla.ts';

/**
 * An option that lives or dies when writing or a fixing, expiry included, is at or beyond the barrier, under
 * Black–Scholes. Values until then: the continuous formula at the barrier shifted for the fixings to come (Broadie,
 * Glasserman and Kou 1997), an approximation; exact before the last. Delta and gamma are that formula's: the fixing has
 * left the option untouched, and a difference would reach across the barrier.
 *
 * Memory: `alive`, 1 while there is an option to exercise (not knocked out, or knocked in), and `distance` from the price
 * to the barrier in levels, 0 once it was reached.
 */
export function runBarrier(terms: BarrierTerms, scale: Float64Array, fixings: number): RunningContract {
  const { option, knock, rebate = 0 } = terms;
  const out = knock === 'up-and-out' || knock === 'down-and-out';
  const up = knock === 'up-and-out' || knock === 'up-and-in';
  const strikes = scale.map((unit) => terms.strike * unit);
  const barriers = scale.map((unit) => terms.barrier * unit);
  const rebates = scale.map((unit) => rebate * unit);
  const touched = new Uint8Array(scale.length);
  const alive = new Float64Array(scale.length);
  const distance = new Float64Array(scale.length);
  const figure =
    (
      untouched: typeof barrierPrice,
      ofRebate: (path: number, moment: Moment) => number,
      vanilla: (spot: number, strike: number, vol: number, moment: Moment) => number,
    ): PathFunction =>
    (path, spot, vol, moment) => {
      const strike = strikes[path];
      const { underlying, years, fixingsLeft } = moment;
      if (touched[path] === 1 || fixingsLeft === 0) {
        return alive[path] === 1 ? vanilla(spot, strike, vol, moment) : ofRebate(path, moment);
      }
      const { rateAnnual, yieldAnnual } = underlying;
      const [barrier, cash] = [barriers[path], rebates[path]];
      return untouched(knock, option, spot, strike, barrier, cash, years, rateAnnual, yieldAnnual, vol, fixingsLeft);
    };
  const nothing = () => 0;
  return runContract(scale, fixings, {
    check: (underlying) => checkModel(terms, underlying),
    observe(spot) {
      for (let path = 0; path < touched.length; path++) {
        if (up ? spot[path] >= barriers[path] : spot[path] <= barriers[path]) touched[path] = 1;
        alive[path] = out === (touched[path] === 0) ? 1 : 0;
        distance[path] = touched[path] === 1 ? 0 : (barriers[path] - spot[path]) / scale[path];
      }
    },
    payoff: (path, spot) => (alive[path] === 1 ? europeanPayoff(option, spot, strikes[path]) : rebates[path]),
    value: figure(
      barrierPrice,
      (path, moment) => rebates[path] * discount(moment),
      (spot, strike, vol, moment) => vanillaValue(option, spot, strike, vol, moment),
    ),
    delta: figure(barrierDelta, nothing, (spot, strike, vol, moment) =>
      vanillaDelta(option, spot, strike, vol, moment),
    ),
    gamma: figure(barrierGamma, nothing, vanillaGamma),
    memory: [
      { name: 'alive', column: alive },
      { name: 'distance', column: distance },
    ],
  });
}
