import type { Hedger } from './hedger.ts';

/**
 * Holds the contract's delta at implied volatility – for a European option that of Black and Scholes (1973) – traded back
 * to at every step: +delta per contract written, −delta per contract owned. The bar that every other policy is measured
 * by.
 */
export function createBlackScholesDeltaHedger(): Hedger {
  return {
    name: 'delta',
    kind: 'delta',
    signals: [],
    hedge(view, target) {
      const { contract, position, paths, impliedVol } = view;
      const holding = target[0];
      contract.delta(holding, impliedVol);
      for (let path = 0; path < paths; path++) holding[path] *= -position;
    },
    toJSON: () => ({ kind: 'delta', name: 'delta' }),
  };
}
