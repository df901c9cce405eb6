import type { FrictionTerms } from '../../market/frictions/friction-terms.ts';

/** Costs as training knows them: shares of the value traded, and of the value times the units traded. */
export interface TrainingCosts {
  readonly proportional: number;
  readonly quadratic: number;
}

/** A trade of a tenth of a unit: where square-root impact is taken for the share that it is there. */
const typicalTrade = 0.1;

/** Half a spread that only a signal tells is taken for nothing: simulated markets do not draw it. */
const unknownSpreadBps = 0;

/**
 * What a network is trained against: the costs whose gradient the engine has. Proportional costs, constant half-spreads and
 * the share of a commission count as they are, quadratic impact too; square-root impact as the proportional cost of a trade
 * of a tenth of a unit. Fixed fees, minimum fees, lots, delay, permanent impact, borrow and funding are left out: a policy is
 * trained without them and judged with them.
 */
export function trainingCosts(frictions: readonly FrictionTerms[]): TrainingCosts {
  let proportionalBps = 0;
  let quadraticBps = 0;
  for (const terms of frictions) {
    if (terms.kind === 'proportional' || terms.kind === 'minimum-fee') proportionalBps += terms.costBps;
    if (terms.kind === 'half-spread') proportionalBps += terms.halfSpreadBps ?? unknownSpreadBps;
    if (terms.kind === 'quadratic-impact') quadraticBps += terms.temporaryBpsPerUnit;
    if (terms.kind === 'square-root-impact') {
      proportionalBps += terms.temporaryBpsPerRootUnit * Math.sqrt(typicalTrade);
    }
  }
  return { proportional: proportionalBps / 10_000, quadratic: quadraticBps / 10_000 };
}

/** Whether nothing of a friction is left out of training. */
export function isTrained(terms: FrictionTerms): boolean {
  switch (terms.kind) {
    case 'proportional':
    case 'half-spread':
      return true;
    case 'quadratic-impact':
      return !terms.permanentBpsPerUnit;
    default:
      return false;
  }
}
