import { requireNonNegative } from '../../support/require.ts';
import { bpsInWhole, type Friction } from './friction.ts';
import type { QuadraticImpactTerms } from './friction-terms.ts';

/**
 * Linear impact of Almgren and Chriss (2001), "Optimal execution of portfolio transactions". A trade of q units costs
 * temporaryBpsPerUnit / 10 000 × q² × |price| and moves later prices by permanentBpsPerUnit / 10 000 × q × |price|.
 *
 * @throws RangeError when a field is not a finite number >= 0
 */
export function quadraticImpact(terms: QuadraticImpactTerms): Friction {
  const { kind, temporaryBpsPerUnit, permanentBpsPerUnit = 0 } = terms;
  requireNonNegative(`temporaryBpsPerUnit of '${kind}'`, temporaryBpsPerUnit);
  requireNonNegative(`permanentBpsPerUnit of '${kind}'`, permanentBpsPerUnit);
  const temporary = temporaryBpsPerUnit / bpsInWhole;
  const permanent = permanentBpsPerUnit / bpsInWhole;
  const later = permanent > 0 ? `, ${permanentBpsPerUnit} bps a unit permanent` : '';
  return {
    kind,
    description: `quadratic impact of ${temporaryBpsPerUnit} bps a unit${later}`,
    addCost(cost, { quantity, price }) {
      for (let path = 0; path < cost.length; path++) {
        cost[path] += temporary * Math.abs(quantity[path]) * Math.abs(quantity[path] * price[path]);
      }
    },
    ...(permanent > 0 && { priceShift: (quantity: number, price: number) => permanent * quantity * Math.abs(price) }),
  };
}
