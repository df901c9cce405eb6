import { requireNonNegative } from '../../support/require.ts';
import type { Friction } from './friction.ts';
import type { BorrowTerms } from './friction-terms.ts';

/**
 * Fee of borrowing what is sold short: borrowBpsAnnual / 10 000 × |value of the short holding| × years, on the value
 * after each step's trade.
 *
 * @throws RangeError when `borrowBpsAnnual` is not a finite number >= 0
 */
export function borrowFee({ kind, borrowBpsAnnual }: BorrowTerms): Friction {
  requireNonNegative(`borrowBpsAnnual of '${kind}'`, borrowBpsAnnual);
  return { kind, description: `${borrowBpsAnnual} bps a year of short holdings`, borrowBpsAnnual };
}
