import type { ContractTerms, OptionType } from '../contracts/contract-terms.ts';
import { plainUnderlying, type Underlying } from '../contracts/underlying.ts';
import type { FrictionTerms } from '../market/frictions/friction-terms.ts';

/** The contract, what it is written on, and the frictions under which it is hedged. */
export interface HedgingTerms {
  /** Its levels are multiples of a scale; the scale of each path puts its reference level at the path's `strike`. */
  readonly contract: ContractTerms;
  /** +1 when the desk owns the contract, −1 when it has written it. */
  readonly position: 1 | -1;
  /** Its rate is earned and paid on the cash account, its yield on holdings. */
  readonly underlying: Underlying;
  readonly frictions: HedgingFrictions;
  /**
   * Whether the last holdings are sold at expiry, with the frictions of any trade (default), or settled at their prices, as
   * where they are delivered against the contract: without a trade and its costs.
   */
  readonly unwinds?: boolean;
}

/** Frictions by hedge instrument. */
export interface HedgingFrictions {
  readonly underlying: readonly FrictionTerms[];
  /** One list for each of the paths' further instruments, in their order; an empty list is no friction. */
  readonly instruments?: readonly (readonly FrictionTerms[])[];
}

export interface EuropeanHedgingTerms {
  readonly optionType: OptionType;
  readonly position: 1 | -1;
  /** Share of the value traded, in basis points. */
  readonly costBps: number;
  /** Continuously compounded rate a year, a decimal. */
  readonly rateAnnual: number;
}

/**
 * The terms of the plain case: a European option struck at the paths' `strike`, on a share without dividends, under one
 * proportional cost.
 *
 * @example
 * const terms = europeanTerms({ optionType: 'call', position: -1, costBps: 10, rateAnnual: 0.02 });
 */
export function europeanTerms({ optionType, position, costBps, rateAnnual }: EuropeanHedgingTerms): HedgingTerms {
  return {
    contract: { type: optionType, strike: 1 },
    position,
    underlying: plainUnderlying(rateAnnual),
    frictions: { underlying: [{ kind: 'proportional', costBps }] },
  };
}
