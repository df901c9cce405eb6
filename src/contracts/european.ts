export type OptionType = 'call' | 'put';

/** What one option pays its owner at expiry, in money: (S − K)⁺ of a call, (K − S)⁺ of a put. */
export function europeanPayoff(optionType: OptionType, spot: number, strike: number): number {
  return Math.max(optionType === 'call' ? spot - strike : strike - spot, 0);
}
