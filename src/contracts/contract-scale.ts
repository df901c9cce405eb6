import type { ContractTerms } from './contract-terms.ts';
import { referenceLevel } from './reference-level.ts';

/** Money per unit of level on each path, from the money at which the contract's reference level lies (`Paths.strike`). */
export function contractScale(strike: Float64Array, terms: ContractTerms): Float64Array {
  const level = referenceLevel(terms);
  return strike.map((money) => money / level);
}
