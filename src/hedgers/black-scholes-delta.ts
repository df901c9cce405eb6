import { blackScholesDeltas } from '../contracts/black-scholes.ts';
import type { Hedger } from './hedger.ts';

/**
 * Holds the Black–Scholes delta at implied volatility, traded back to at every step, against the option: +delta per
 * option written, −delta per option owned (Black and Scholes, 1973). The bar that every other policy is measured by.
 */
export function createBlackScholesDeltaHedger(): Hedger {
  return {
    name: 'delta',
    kind: 'delta',
    signals: [],
    hedge(view, target) {
      const { optionType, position, paths, prices, strike, yearsToExpiry, rateAnnual, impliedVol } = view;
      const holding = target[0];
      blackScholesDeltas(holding, optionType, prices[0], strike, yearsToExpiry, rateAnnual, impliedVol);
      for (let path = 0; path < paths; path++) holding[path] *= -position;
    },
    toJSON: () => ({ kind: 'delta', name: 'delta' }),
  };
}
