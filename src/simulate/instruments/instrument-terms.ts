import type { OptionType } from '../../contracts/contract-terms.ts';

/** A European option listed beside the contract. */
export interface OptionInstrumentTerms {
  readonly kind: 'option';
  readonly option: OptionType;
  /** Strike over spot at writing. */
  readonly moneyness: number;
  /** Trading days from the contract's expiry to the option's own, 0 by default; not together with `years`. */
  readonly extraDays?: number;
  /** Years from writing to the option's expiry, on the day count of the paths; not before the contract's. */
  readonly years?: number;
}

/**
 * The idealised variance swap of Buehler, Gonon, Teichmann and Wood (2019), of the contract's expiry. It pays the variance
 * of the diffusion, without jumps.
 */
export interface VarianceSwapInstrumentTerms {
  readonly kind: 'variance-swap';
  /** κ and θ of the Heston or Bates market that the paths are of. */
  readonly meanReversionAnnual: number;
  readonly longRunVariance: number;
  /** Money per 1.00 of integrated variance; 1 by default, as in the paper. */
  readonly notional?: number;
}

/** A hedge instrument beside the underlying. */
export type InstrumentTerms = OptionInstrumentTerms | VarianceSwapInstrumentTerms;
