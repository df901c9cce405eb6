import type { ContractTerms } from './contract-terms.ts';
import { referenceLevel } from './reference-level.ts';

/**
 * Money per unit of level on each path, from the money at which the contract's reference level lies (`Paths.strike`).
 *
 * @throws RangeError where that money is not above 0, as with contracts written at prices that are not
 */
export function contractScale(strike: Float64Array, terms: ContractTerms): Float64Array {
  const level = referenceLevel(terms);
  return strike.map((money, path) => {
    const scale = money / level;
    if (scale > 0 && scale < Number.POSITIVE_INFINITY) return scale;
    throw new RangeError(
      `strike of path ${path} is ${money}, the money of level ${level}: expected an amount above 0, of which levels are multiples; shift the prices so that contracts are written above 0 (data.priceShift), or write levels in money and give every path the strike ${level}`,
    );
  });
}
