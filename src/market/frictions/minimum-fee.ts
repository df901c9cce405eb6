import { requireNonNegative } from '../../support/require.ts';
import { bpsInWhole, type Friction } from './friction.ts';
import type { MinimumFeeTerms } from './friction-terms.ts';

/**
 * A commission with a minimum: the greater of costBps / 10 000 × |quantity × price| and minimumFeePercent / 100 × spot
 * at writing. Its proportional part counts as `costBps`, so policies that reckon with it take small trades for too
 * cheap.
 *
 * @throws RangeError when a field is not a finite number >= 0
 */
export function minimumFee({ kind, costBps, minimumFeePercent }: MinimumFeeTerms): Friction {
  requireNonNegative(`costBps of '${kind}'`, costBps);
  requireNonNegative(`minimumFeePercent of '${kind}'`, minimumFeePercent);
  const share = costBps / bpsInWhole;
  const minimum = minimumFeePercent / 100;
  return {
    kind,
    description: `${costBps} bps of the value traded, at least ${minimumFeePercent} % of spot at writing`,
    costBps,
    addCost(cost, { quantity, price, spotAtWriting }) {
      for (let path = 0; path < cost.length; path++) {
        if (quantity[path] === 0) continue;
        cost[path] += Math.max(share * Math.abs(quantity[path] * price[path]), minimum * spotAtWriting[path]);
      }
    },
  };
}
