export type OptionType = 'call' | 'put';

/** A European option as the desk writes one every so often: the terms, without a date or a price. */
export interface EuropeanOption {
  readonly optionType: OptionType;
  /** +1 when the desk owns the option, −1 when it has written it. */
  readonly position: 1 | -1;
  /** Trading days from writing to expiry. */
  readonly tenorDays: number;
  /** Strike over spot at writing. */
  readonly moneyness: number;
}

/** Strike of the contract written at a spot, in money. */
export function europeanStrike({ moneyness }: Pick<EuropeanOption, 'moneyness'>, spotAtWriting: number): number {
  return moneyness * spotAtWriting;
}

/** What one option pays its owner at expiry, in money: (S − K)⁺ of a call, (K − S)⁺ of a put. */
export function europeanPayoff(optionType: OptionType, spot: number, strike: number): number {
  return Math.max(optionType === 'call' ? spot - strike : strike - spot, 0);
}
