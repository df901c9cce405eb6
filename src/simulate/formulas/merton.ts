import type { DigitalTerms, EuropeanTerms, VarianceSwapTerms } from '../../contracts/contract-terms.ts';
import { type MertonJumps, mertonDigitalPrice, mertonPrice } from '../../contracts/merton-price.ts';
import type { MarketJSON } from '../market.ts';
import { type Formula, greeksOf } from './formula.ts';
import { squaredReturnsSwap } from './variance-swap.ts';

const mixture = 'mixed over the number of jumps (Merton 1976)';

export const mertonOption: Formula<EuropeanTerms> = ({ type, strike }, parameters, request) => {
  const jumps = jumpsOf(parameters);
  const greeks = greeksOf(
    ({ spot, vol, years, rate }, yieldAnnual) =>
      mertonPrice(type, spot, strike * request.scale, years, rate, { ...jumps, volAnnual: vol }, { yieldAnnual }),
    jumps.volAnnual,
    request,
  );
  return { ...greeks, method: 'closed-form', formula: `Black–Scholes ${mixture}` };
};

export const mertonDigital: Formula<DigitalTerms> = ({ option, pays, strike, cash }, parameters, request) => {
  const jumps = jumpsOf(parameters);
  const amount = pays === 'cash' ? (cash ?? Number.NaN) * request.scale : 1;
  const level = strike * request.scale;
  const greeks = greeksOf(
    ({ spot, vol, years, rate }, yieldAnnual) =>
      amount *
      mertonDigitalPrice(option, pays, spot, level, years, rate, { ...jumps, volAnnual: vol }, { yieldAnnual }),
    jumps.volAnnual,
    request,
  );
  return { ...greeks, method: 'closed-form', formula: `Reiner and Rubinstein (1991) ${mixture}` };
};

/** As in Heston's market, whose variance stays as it is. */
export const mertonVarianceSwap: Formula<VarianceSwapTerms> = (terms, parameters, request) => {
  const { volAnnual, ...jumps } = jumpsOf(parameters);
  const still = { meanReversionAnnual: 1, volOfVol: 0, correlation: 0 };
  const atVol = (vol: number) => ({ ...still, ...jumps, initialVariance: vol * vol, longRunVariance: vol * vol });
  return squaredReturnsSwap(terms, atVol, volAnnual, request, 'Merton (1976)');
};

function jumpsOf({ volAnnual, jumpsPerYear, jumpMean, jumpSd }: MarketJSON): MertonJumps {
  return { volAnnual, jumpsPerYear, jumpMean, jumpSd } as MertonJumps;
}
