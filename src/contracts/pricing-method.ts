import type { ContractTerms } from './contract-terms.ts';
import type { Underlying } from './underlying.ts';

/** How a contract's value comes about. */
export interface PricingMethod {
  readonly method: 'closed-form' | 'approximation';
  /** In words, with its source. */
  readonly formula: string;
}

/** The method by which `createContract`'s contracts are valued on an underlying. */
export function pricingMethod(terms: ContractTerms, underlying: Underlying): PricingMethod {
  const lognormal = underlying.model === 'black-scholes';
  const european = lognormal ? 'Black–Scholes (1973) with a yield (Merton 1973)' : 'Bachelier (1900)';
  switch (terms.type) {
    case 'call':
    case 'put':
      return exact(european);
    case 'digital':
      return exact(lognormal ? 'Reiner and Rubinstein (1991)' : european);
    case 'asian':
      if (!lognormal) return exact('Bachelier (1900) on the normal average');
      return terms.average === 'geometric'
        ? exact('Kemna and Vorst (1990), discrete fixings')
        : { method: 'approximation', formula: 'moments matched by a lognormal average (Turnbull and Wakeman 1991)' };
    case 'lookback':
      return {
        method: 'approximation',
        formula:
          'continuous formula corrected for discrete fixings (Broadie, Glasserman and Kou 1999), whose gamma is a third too high where the price is the extremum, as at writing',
      };
    case 'barrier':
      return {
        method: 'approximation',
        formula:
          "continuous formula at the barrier shifted for discrete fixings (Broadie, Glasserman and Kou 1997), poor where the price is within one interval's move, σ √(τ / fixings), of the barrier: there it may miss by 10 %, and delta by 25 %",
      };
    case 'forward-start':
      return exact(lognormal ? 'Rubinstein (1991)' : 'Bachelier (1900) on the difference of two prices');
    case 'variance-swap':
      return exact('expected squared log returns of the fixings under Black–Scholes (1973)');
    case 'book': {
      const methods = terms.legs.map(({ contract }) => pricingMethod(contract, underlying));
      const formula = [...new Set(methods.map((each) => each.formula))].join('; ');
      return { method: methods.find(isApproximate)?.method ?? 'closed-form', formula };
    }
    default:
      return exact(`calls, a forward and a bond by ${european}`);
  }
}

function exact(formula: string): PricingMethod {
  return { method: 'closed-form', formula };
}

function isApproximate({ method }: PricingMethod): boolean {
  return method === 'approximation';
}
