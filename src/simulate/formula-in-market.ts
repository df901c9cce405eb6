import { checkContract } from '../contracts/check-contract.ts';
import type { ContractTerms, DigitalTerms, EuropeanTerms, VarianceSwapTerms } from '../contracts/contract-terms.ts';
import { combinationPieces } from '../contracts/running/combinations.ts';
import { flatVolFormula } from './formulas/flat-vol.ts';
import { type Formula, type FormulaPrice, type FormulaRequest, withFuturesRho } from './formulas/formula.ts';
import { hestonDigital, hestonOption, hestonVarianceSwap } from './formulas/heston.ts';
import { mertonDigital, mertonOption, mertonVarianceSwap } from './formulas/merton.ts';
import { ofPieces } from './formulas/pieces.ts';
import { isPriced, sumOf } from './formulas/positions.ts';
import { haganOption } from './formulas/sabr.ts';
import type { Market, MarketJSON } from './market.ts';

/** Formulas of a market, by contract. Payoffs of straight pieces follow from options, books from their legs. */
interface MarketFormulas {
  /** Of every contract that the underlying's model values. */
  readonly any?: Formula;
  readonly option?: Formula<EuropeanTerms>;
  readonly digital?: Formula<DigitalTerms>;
  readonly varianceSwap?: Formula<VarianceSwapTerms>;
}

/** What is not here is priced by paths. */
const formulas: Readonly<Record<string, MarketFormulas>> = {
  gbm: { any: flatVolFormula },
  bachelier: { any: flatVolFormula },
  merton: { option: mertonOption, digital: mertonDigital, varianceSwap: mertonVarianceSwap },
  heston: { option: hestonOption, digital: hestonDigital, varianceSwap: hestonVarianceSwap },
  bates: { option: hestonOption, digital: hestonDigital, varianceSwap: hestonVarianceSwap },
  sabr: { option: haganOption },
};

/**
 * Price and greeks of a contract in a market, by a closed form, a series or a stated approximation; undefined where there is
 * none, and `priceByPaths` prices it. As there, the market has no drift but the carry r − q.
 *
 * @throws RangeError on contracts that the underlying's model does not value
 * @example
 * const market = createMerton({ volAnnual: 0.15, jumpsPerYear: 1, jumpMean: -0.1, jumpSd: 0.1 });
 * formulaInMarket({ type: 'straddle', strike: 100 }, market, { underlying, spot: 100, years: 1, fixings: 252 })?.price;
 */
export function formulaInMarket(
  terms: ContractTerms,
  market: Market,
  { scale = 1, ...rest }: Omit<FormulaRequest, 'scale'> & Partial<FormulaRequest>,
): FormulaPrice | undefined {
  const request = { ...rest, scale };
  checkContract(terms, request.underlying, request.spot / scale);
  if ((market.volUnit === 'normal') !== (request.underlying.model === 'bachelier')) {
    throw new RangeError(
      `market ${market.name} with model ${request.underlying.model}: the market bachelier and the model bachelier go together`,
    );
  }
  const found = findFormula(terms, market.toJSON(), request);
  return found && withFuturesRho(found, request);
}

function findFormula(terms: ContractTerms, parameters: MarketJSON, request: FormulaRequest): FormulaPrice | undefined {
  const { any, option, digital, varianceSwap } = formulas[parameters.market] ?? {};
  if (any !== undefined) return any(terms, parameters, request);
  switch (terms.type) {
    case 'call':
    case 'put':
      return option?.(terms, parameters, request);
    case 'straddle':
    case 'strangle':
    case 'call-spread':
    case 'put-spread':
    case 'collar':
    case 'condor':
      return option && ofPieces(combinationPieces(terms), option, parameters, request);
    case 'piecewise-linear':
      return option && ofPieces(terms, option, parameters, request);
    case 'digital':
      return digital?.(terms, parameters, request);
    case 'variance-swap':
      return varianceSwap?.(terms, parameters, request);
    case 'book': {
      const legs = terms.legs.map(({ quantity, contract }) => ({
        quantity,
        greeks: findFormula(contract, parameters, request),
      }));
      return legs.every(isPriced) ? sumOf(legs) : undefined;
    }
    default:
      return undefined;
  }
}
