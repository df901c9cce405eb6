import { contractScale } from '../../contracts/contract-scale.ts';
import type { InputStates, StateScales } from './state-inputs.ts';

const rootTwoPi = Math.sqrt(2 * Math.PI);

/**
 * What P&L so far is counted in, in percent of spot at writing: 100 σ̄ √T / √(2π), about the price of an option at the
 * money, with the mean volatility and the life of the training.
 */
export function pnlUnit({ logVolMean, yearsAtWriting }: StateScales): number {
  return (100 * Math.exp(logVolMean) * Math.sqrt(yearsAtWriting)) / rootTwoPi;
}

/**
 * Writes P&L so far: wealth and the contract at its value at implied volatility, with interest to expiry,
 *
 *   (W + position × V) e^{rτ},
 *
 * in percent of spot at writing – the money of the contract's level 1, on whose multiples it is written – over `pnlUnit`.
 * It is 0 at writing, and at expiry it is the P&L but for the unwinding.
 */
export function writePnlSoFar(
  { paths, contract, position, wealth, strike, impliedVol, underlying, yearsToExpiry }: InputStates,
  scales: StateScales,
  input: Float32Array,
): void {
  const value = new Float64Array(paths);
  contract.value(value, impliedVol);
  const scale = contractScale(strike, contract.terms);
  const factor = (100 * Math.exp(underlying.rateAnnual * yearsToExpiry)) / pnlUnit(scales);
  for (let path = 0; path < paths; path++) {
    input[path] = (factor / scale[path]) * (wealth[path] + position * value[path]);
  }
}
