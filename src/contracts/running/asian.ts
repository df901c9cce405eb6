import {
  arithmeticAsianPrice,
  arithmeticAsianSensitivities,
  geometricAsianPrice,
  geometricAsianSensitivities,
} from '../asian.ts';
import { checkModel } from '../check-contract.ts';
import type { RunningContract } from '../contract.ts';
import type { AsianTerms } from '../contract-terms.ts';
import { europeanPayoff } from '../european.ts';
import { normalAsianPrice, normalAsianSensitivities } from '../normal-asian.ts';
import type { Moment } from './moment.ts';
import { runContract } from './run-contract.ts';

/**
 * An option on the average of the fixings. Values: exact for the geometric average, and for the arithmetic one under
 * Bachelier; by matched moments (Turnbull and Wakeman 1991) for the arithmetic one under Black–Scholes.
 *
 * Memory: `average`, level of the fixings' average so far less 1; 0 before the first.
 */
export function runAsian(terms: AsianTerms, scale: Float64Array, fixings: number): RunningContract {
  const { option, average } = terms;
  const geometric = average === 'geometric';
  const strikes = scale.map((unit) => terms.strike * unit);
  /** Sum of the fixings done, or of their logarithms. */
  const sums = new Float64Array(scale.length);
  const memory = new Float64Array(scale.length);
  const averageOf = (sum: number, count: number) => (geometric ? Math.exp(sum / count) : sum / count);
  const figures =
    <T>(normal: PriceFunction<T>, logarithmic: PriceFunction<T>, arithmetic: PriceFunction<T>) =>
    (path: number, spot: number, vol: number, { underlying, years, fixingsLeft }: Moment): T => {
      const { model, rateAnnual, yieldAnnual } = underlying;
      const price = model === 'bachelier' ? normal : geometric ? logarithmic : arithmetic;
      const done = fixings - fixingsLeft;
      return price(option, spot, strikes[path], years, rateAnnual, yieldAnnual, vol, sums[path], done, fixingsLeft);
    };
  return runContract(scale, fixings, {
    check: (underlying) => checkModel(terms, underlying),
    observe(spot, step) {
      if (step === 0) return;
      for (let path = 0; path < sums.length; path++) {
        sums[path] += geometric ? Math.log(spot[path]) : spot[path];
        memory[path] = averageOf(sums[path], step) / scale[path] - 1;
      }
    },
    payoff: (path) => europeanPayoff(option, averageOf(sums[path], fixings), strikes[path]),
    value: figures(normalAsianPrice, geometricAsianPrice, arithmeticAsianPrice),
    sensitivities: figures(normalAsianSensitivities, geometricAsianSensitivities, arithmeticAsianSensitivities),
    memory: [{ name: 'average', column: memory }],
  });
}

type PriceFunction<T> = (...args: Parameters<typeof normalAsianPrice>) => T;
