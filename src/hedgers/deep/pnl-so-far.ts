import type { ContractTerms } from '../../contracts/contract-terms.ts';
import { referenceLevel } from '../../contracts/reference-level.ts';
import type { InputStates, StateScales } from './state-inputs.ts';

const rootTwoPi = Math.sqrt(2 * Math.PI);

/**
 * What P&L so far is counted in, in percent of the contract's strike: 100 σ̄ √T / √(2π), about the price of an option at the
 * money, with the mean volatility and the life of the training.
 */
export function pnlUnit({ logVolMean, yearsAtWriting }: StateScales): number {
  return (100 * Math.exp(logVolMean) * Math.sqrt(yearsAtWriting)) / rootTwoPi;
}

/** From percent of spot at writing, in which the engine counts gains, to the input, where levels are multiples of that spot. */
export function pnlScaleOf(scales: StateScales, contract: ContractTerms): number {
  return 1 / (pnlUnit(scales) * referenceLevel(contract));
}

/**
 * Writes P&L so far: wealth and the contract at its value at implied volatility, with interest to expiry,
 *
 *   (W + position × V) e^{rτ},
 *
 * in percent of the strike – the money of the contract's reference level, whatever its levels are multiples of – over `pnlUnit`.
 * It is 0 at writing, and at expiry it is the P&L but for the unwinding.
 */
export function writePnlSoFar(
  { paths, contract, position, wealth, strike, impliedVol, underlying, yearsToExpiry }: InputStates,
  scales: StateScales,
  input: Float32Array,
): void {
  const value = new Float64Array(paths);
  contract.value(value, impliedVol);
  const factor = (100 * Math.exp(underlying.rateAnnual * yearsToExpiry)) / pnlUnit(scales);
  for (let path = 0; path < paths; path++) {
    input[path] = (factor / strike[path]) * (wealth[path] + position * value[path]);
  }
}
