import { requireNonNegative } from '../../support/require.ts';
import type { Friction } from './friction.ts';
import type { FundingTerms } from './friction-terms.ts';

/**
 * Spread over the interest rate on borrowed cash: a negative account grows at rate + spread, both continuously
 * compounded.
 *
 * @throws RangeError when `spreadBpsAnnual` is not a finite number >= 0
 */
export function fundingSpread({ kind, spreadBpsAnnual }: FundingTerms): Friction {
  requireNonNegative(`spreadBpsAnnual of '${kind}'`, spreadBpsAnnual);
  return {
    kind,
    description: `${spreadBpsAnnual} bps a year over the rate on borrowed cash`,
    fundingSpreadBpsAnnual: spreadBpsAnnual,
  };
}
