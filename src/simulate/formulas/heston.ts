import type { DigitalTerms, EuropeanTerms, VarianceSwapTerms } from '../../contracts/contract-terms.ts';
import { hestonDigitalGreeks } from '../../contracts/heston-digital.ts';
import type { HestonOrBates } from '../../contracts/heston-parameters.ts';
import { hestonGreeks } from '../../contracts/heston-price.ts';
import { sumGreeks } from '../../contracts/sum-greeks.ts';
import type { MarketJSON } from '../market.ts';
import type { Formula } from './formula.ts';
import { squaredReturnsSwap } from './variance-swap.ts';

/* Heston's market, and that of Bates, which has jumps as well. */

export const hestonOption: Formula<EuropeanTerms> = ({ type, strike }, parameters, request) => {
  const { spot, years, underlying, scale } = request;
  const { varianceVega: _, ...greeks } = hestonGreeks(type, spot, strike * scale, years, of(parameters), underlying);
  return { ...greeks, method: 'closed-form', formula: seriesOf(parameters) };
};

export const hestonDigital: Formula<DigitalTerms> = ({ option, pays, strike, cash }, parameters, request) => {
  const { spot, years, underlying, scale } = request;
  const quantity = pays === 'cash' ? (cash ?? Number.NaN) * scale : 1;
  const greeks = hestonDigitalGreeks(option, pays, spot, strike * scale, years, of(parameters), underlying);
  return { ...sumGreeks([{ quantity, greeks }]), method: 'closed-form', formula: seriesOf(parameters) };
};

export const hestonVarianceSwap: Formula<VarianceSwapTerms> = (terms, parameters, request) => {
  const heston = of(parameters);
  const atVol = (vol: number) => ({ ...heston, initialVariance: vol * vol });
  const source = parameters.market === 'bates' ? 'Bates (1996)' : 'Heston (1993)';
  return squaredReturnsSwap(terms, atVol, Math.sqrt(heston.initialVariance), request, source);
};

function seriesOf({ market }: MarketJSON): string {
  return `cosine series of the ${market} model (Fang and Oosterlee 2008)`;
}

/** A saved market holds its parameters under their own names. */
function of(parameters: MarketJSON): HestonOrBates {
  return parameters as unknown as HestonOrBates;
}
