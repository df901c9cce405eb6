import { requireNonNegative } from '../../support/require.ts';
import { bpsInWhole, type Friction } from './friction.ts';
import type { SquareRootImpactTerms } from './friction-terms.ts';

/**
 * Square-root impact (Tóth et al. 2011, "Anomalous price impact and the critical nature of liquidity in financial
 * markets"). A trade of q units costs temporaryBpsPerRootUnit / 10 000 × √|q| × |q × price| and moves later prices by
 * permanentBpsPerRootUnit / 10 000 × sign(q) √|q| × |price|.
 *
 * @throws RangeError when a field is not a finite number >= 0
 */
export function squareRootImpact(terms: SquareRootImpactTerms): Friction {
  const { kind, temporaryBpsPerRootUnit, permanentBpsPerRootUnit = 0 } = terms;
  requireNonNegative(`temporaryBpsPerRootUnit of '${kind}'`, temporaryBpsPerRootUnit);
  requireNonNegative(`permanentBpsPerRootUnit of '${kind}'`, permanentBpsPerRootUnit);
  const temporary = temporaryBpsPerRootUnit / bpsInWhole;
  const permanent = permanentBpsPerRootUnit / bpsInWhole;
  const later = permanent > 0 ? `, ${permanentBpsPerRootUnit} bps a root unit permanent` : '';
  return {
    kind,
    description: `square-root impact of ${temporaryBpsPerRootUnit} bps a root unit${later}`,
    addCost(cost, { quantity, price }) {
      for (let path = 0; path < cost.length; path++) {
        cost[path] += temporary * Math.sqrt(Math.abs(quantity[path])) * Math.abs(quantity[path] * price[path]);
      }
    },
    ...(permanent > 0 && {
      priceShift: (quantity: number, price: number) =>
        permanent * Math.sign(quantity) * Math.sqrt(Math.abs(quantity)) * Math.abs(price),
    }),
  };
}
