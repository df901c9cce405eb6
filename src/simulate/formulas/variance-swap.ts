import type { VarianceSwapTerms } from '../../contracts/contract-terms.ts';
import type { HestonOrBates } from '../../contracts/heston-parameters.ts';
import { hestonSquaredReturns } from '../../contracts/heston-squared-returns.ts';
import { varianceSwapValue } from '../../contracts/variance-swap.ts';
import { type FormulaPrice, type FormulaRequest, greeksOf } from './formula.ts';

/** Share of an interval between fixings by which time moves for theta: the fixings keep their dates. */
const shareOfInterval = 0.01;

/**
 * A variance swap at writing from the expected squares of its returns.
 *
 * @param atVol the market at a volatility at writing
 */
export function squaredReturnsSwap(
  { strikeVol, notional }: VarianceSwapTerms,
  atVol: (vol: number) => HestonOrBates,
  vol: number,
  request: FormulaRequest,
  source: string,
): FormulaPrice {
  const { spot: written, years: total, fixings, scale } = request;
  const others = total / fixings;
  const greeks = greeksOf(
    ({ spot, vol: at, years, rate }, yieldAnnual) => {
      const intervals = { first: years - (fixings - 1) * others, others, fixings };
      const squares = hestonSquaredReturns(atVol(at), rate - yieldAnnual, intervals, Math.log(spot / written));
      return varianceSwapValue(notional * scale, strikeVol, 0, squares, total, years, rate);
    },
    vol,
    request,
    { years: shareOfInterval * others },
  );
  return { ...greeks, method: 'closed-form', formula: `expected squared log returns of the fixings under ${source}` };
}
