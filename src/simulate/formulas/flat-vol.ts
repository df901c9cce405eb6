import { priceContract } from '../../contracts/price-contract.ts';
import type { Formula } from './formula.ts';

/** Any contract at the one volatility of the market: Black and Scholes's formulas, or Bachelier's. */
export const flatVolFormula: Formula = (terms, { volAnnual, volMoneyAnnual }, request) => {
  const { fixings: _, ...priced } = priceContract(terms, { ...request, vol: Number(volAnnual ?? volMoneyAnnual) });
  return priced;
};
