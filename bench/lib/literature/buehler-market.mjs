import { createHeston } from '../../../dist/simulate/heston.js';

// Heston as Buehler, Gonon, Teichmann and Wood (2019) set it, in days of 1/365 year.
const kappa = 1;
const theta = 0.04;
export const buehlerMarket = createHeston({
  initialVariance: 0.04,
  meanReversionAnnual: kappa,
  longRunVariance: theta,
  volOfVol: 2,
  correlation: -0.7,
  daysPerYear: 365,
});

/** Their idealised variance swap; 1000 of it, so that holdings are of the size of the underlying's. */
export const buehlerSwap = {
  kind: 'variance-swap',
  meanReversionAnnual: kappa,
  longRunVariance: theta,
  notional: 1000,
};
