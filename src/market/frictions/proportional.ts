import { requireNonNegative } from '../../support/require.ts';
import { bpsInWhole, type Friction } from './friction.ts';
import type { ProportionalTerms } from './friction-terms.ts';

/**
 * A share of the value traded: costBps / 10 000 × |quantity × price|.
 *
 * @throws RangeError when `costBps` is not a finite number >= 0
 */
export function proportionalCost({ kind, costBps }: ProportionalTerms): Friction {
  requireNonNegative(`costBps of '${kind}'`, costBps);
  const share = costBps / bpsInWhole;
  return {
    kind,
    description: `${costBps} bps of the value traded`,
    costBps,
    addCost(cost, { quantity, price }) {
      for (let path = 0; path < cost.length; path++) cost[path] += share * Math.abs(quantity[path] * price[path]);
    },
  };
}
