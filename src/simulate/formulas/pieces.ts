import type { EuropeanTerms, PiecewiseLinearTerms } from '../../contracts/contract-terms.ts';
import { decomposePieces } from '../../contracts/running/decompose-pieces.ts';
import { sumGreeks } from '../../contracts/sum-greeks.ts';
import type { MarketJSON } from '../market.ts';
import type { Formula, FormulaPrice, FormulaRequest } from './formula.ts';
import { type Position, sumOf } from './positions.ts';

const none = { price: 0, delta: 0, gamma: 0, vega: 0, theta: 0, rho: 0, vanna: 0, volga: 0 };

/** A payoff of straight pieces by a market's options: a bond, the underlying and a call at every kink. */
export function ofPieces(
  terms: PiecewiseLinearTerms,
  option: Formula<EuropeanTerms>,
  parameters: MarketJSON,
  request: FormulaRequest,
): FormulaPrice {
  const { bond, forward, strikes, calls } = decomposePieces(terms);
  let [bonds, shares] = [bond * request.scale, forward];
  const options: Position[] = [];
  for (const [i, strike] of strikes.entries()) {
    const quantity = calls[i];
    if (strike > 0) options.push({ quantity, greeks: option({ type: 'call', strike }, parameters, request) });
    else {
      // Every price meets it: the call is a forward.
      shares += quantity;
      bonds -= quantity * strike * request.scale;
    }
  }
  const ofOptions = sumOf(options);
  const straight = [
    { quantity: bonds, greeks: bondGreeks(request) },
    { quantity: shares, greeks: underlyingGreeks(request) },
  ];
  return {
    ...sumGreeks([...straight, { quantity: 1, greeks: ofOptions }]),
    method: ofOptions.method,
    formula: options.length > 0 ? `calls, a forward and a bond by ${ofOptions.formula}` : 'a forward and a bond',
  };
}

/** One unit of money at expiry. */
function bondGreeks({ underlying: { rateAnnual }, years }: FormulaRequest) {
  const price = Math.exp(-rateAnnual * years);
  return { ...none, price, theta: rateAnnual * price, rho: -years * price };
}

/** One unit of the underlying at expiry. */
function underlyingGreeks({ underlying: { yieldAnnual }, spot, years }: FormulaRequest) {
  const delta = Math.exp(-yieldAnnual * years);
  return { ...none, price: spot * delta, delta, theta: yieldAnnual * spot * delta };
}
