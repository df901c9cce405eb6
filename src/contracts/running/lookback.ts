import { checkModel } from '../check-contract.ts';
import type { RunningContract } from '../contract.ts';
import type { LookbackTerms } from '../contract-terms.ts';
import {
  fixedLookbackPrice,
  fixedLookbackSensitivities,
  floatingLookbackPrice,
  floatingLookbackSensitivities,
} from '../lookback.ts';
import type { Moment } from './moment.ts';
import { runContract } from './run-contract.ts';

/**
 * An option on the highest or lowest of writing and all fixings, under Black–Scholes. Values: the continuous formula with
 * the correction of Broadie, Glasserman and Kou (1999) for the fixings to come, an approximation; exact before the last.
 *
 * Memory: `extremum`, the highest or lowest price so far over the price less 1.
 */
export function runLookback(terms: LookbackTerms, scale: Float64Array, fixings: number): RunningContract {
  const { option, kind } = terms;
  const highest = (kind === 'fixed') === (option === 'call');
  const strikes = scale.map((unit) => (kind === 'fixed' ? terms.strike * unit : Number.NaN));
  const extremum = new Float64Array(scale.length).fill(highest ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  const memory = new Float64Array(scale.length);
  const figure =
    <T>(fixed: FixedFigure<T>, floating: FloatingFigure<T>) =>
    (path: number, spot: number, vol: number, { underlying, years, fixingsLeft }: Moment): T => {
      const { rateAnnual, yieldAnnual } = underlying;
      const [strike, furthest] = [strikes[path], extremum[path]];
      return kind === 'fixed'
        ? fixed(option, spot, strike, furthest, years, rateAnnual, yieldAnnual, vol, fixingsLeft)
        : floating(option, spot, furthest, years, rateAnnual, yieldAnnual, vol, fixingsLeft);
    };
  return runContract(scale, fixings, {
    check: (underlying) => checkModel(terms, underlying),
    observe(spot) {
      for (let path = 0; path < extremum.length; path++) {
        extremum[path] = highest ? Math.max(extremum[path], spot[path]) : Math.min(extremum[path], spot[path]);
        memory[path] = extremum[path] / spot[path] - 1;
      }
    },
    payoff(path, spot) {
      const difference = extremum[path] - (kind === 'fixed' ? strikes[path] : spot);
      if (kind === 'floating') return highest ? difference : -difference;
      return Math.max(highest ? difference : -difference, 0);
    },
    value: figure(fixedLookbackPrice, floatingLookbackPrice),
    // No differences: the value bends sharply where the price is the extremum itself.
    sensitivities: figure(fixedLookbackSensitivities, floatingLookbackSensitivities),
    memory: [{ name: 'extremum', column: memory }],
  });
}

type FixedFigure<T> = (...args: Parameters<typeof fixedLookbackPrice>) => T;
type FloatingFigure<T> = (...args: Parameters<typeof floatingLookbackPrice>) => T;
