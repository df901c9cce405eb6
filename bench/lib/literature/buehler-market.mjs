import { plainUnderlying } from '../../../dist/contracts/underlying.js';
import { createHeston } from '../../../dist/simulate/heston.js';

const kappa = 1;
const theta = 0.04;

/**
 * Heston as Buehler, Gonon, Teichmann and Wood (2019) set it, in days of 1/365 year. They draw variance exactly and hold it over each
 * day; here it is drawn SUBSTEPS times a day, close to the model itself.
 */
export const buehlerMarket = createHeston({
  initialVariance: 0.04,
  meanReversionAnnual: kappa,
  longRunVariance: theta,
  volOfVol: 2,
  correlation: -0.7,
  daysPerYear: 365,
  substepsPerDay: 8,
});

/** Their idealised variance swap; 1000 of it, so that holdings are of the size of the underlying's. */
export const buehlerSwap = {
  kind: 'variance-swap',
  meanReversionAnnual: kappa,
  longRunVariance: theta,
  notional: 1000,
};

/** A short call at the money, 30 days, hedged with both; at expiry all is sold, at the same costs. */
export function buehlerProblem(costBps) {
  const frictions = costBps === 0 ? [] : [{ kind: 'proportional', costBps }];
  return {
    market: buehlerMarket,
    steps: 30,
    isPaired: true,
    instruments: [{ terms: buehlerSwap, frictions }],
    terms: {
      contract: { type: 'call', strike: 1 },
      position: -1,
      underlying: plainUnderlying(0),
      frictions: { underlying: frictions, instruments: [frictions] },
    },
  };
}
