import { requireNonNegative } from '../../support/require.ts';
import type { Friction } from './friction.ts';
import type { FixedFeeTerms } from './friction-terms.ts';

/**
 * A fee for every trade, whatever its size: feePercent / 100 × spot at writing.
 *
 * @throws RangeError when `feePercent` is not a finite number >= 0
 */
export function fixedFee({ kind, feePercent }: FixedFeeTerms): Friction {
  requireNonNegative(`feePercent of '${kind}'`, feePercent);
  const share = feePercent / 100;
  return {
    kind,
    description: `${feePercent} % of spot at writing a trade`,
    addCost(cost, { quantity, spotAtWriting }) {
      for (let path = 0; path < cost.length; path++) {
        if (quantity[path] !== 0) cost[path] += share * spotAtWriting[path];
      }
    },
  };
}
