import { requirePositive } from '../../support/require.ts';
import type { Friction } from './friction.ts';
import type { LotsTerms } from './friction-terms.ts';

/**
 * Whole lots only: a holding wanted becomes the nearest multiple of `lotUnits`, halves away from zero, so that long and
 * short desks mirror each other.
 *
 * @throws RangeError when `lotUnits` is not a finite number above 0
 */
export function lots({ kind, lotUnits }: LotsTerms): Friction {
  requirePositive(`lotUnits of '${kind}'`, lotUnits);
  return {
    kind,
    description: `lots of ${lotUnits}`,
    roundHoldings(wanted) {
      for (let path = 0; path < wanted.length; path++) {
        const units = wanted[path];
        // Adding 0 turns −0, which the rounding of small short holdings leaves, into 0.
        wanted[path] = Math.sign(units) * Math.round(Math.abs(units) / lotUnits) * lotUnits + 0;
      }
    },
  };
}
