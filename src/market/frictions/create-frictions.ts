import { nearestWord } from '../../support/nearest-word.ts';
import { borrowFee } from './borrow.ts';
import { executionDelay } from './delay.ts';
import { fixedFee } from './fixed-fee.ts';
import type { Friction, Trades } from './friction.ts';
import type { FrictionKind, FrictionTerms } from './friction-terms.ts';
import { fundingSpread } from './funding.ts';
import { halfSpread } from './half-spread.ts';
import { lots } from './lots.ts';
import { minimumFee } from './minimum-fee.ts';
import { proportionalCost } from './proportional.ts';
import { quadraticImpact } from './quadratic-impact.ts';
import { squareRootImpact } from './square-root-impact.ts';

/** All frictions of one instrument together. */
export interface Frictions {
  /** Plain data from which `createFrictions` makes them again. */
  readonly terms: readonly FrictionTerms[];
  /** For people and for the manifest: '10 bps of the value traded + lots of 0.01'; 'none' where there are none. */
  readonly description: string;
  /**
   * What of the cost is proportional, in basis points of the value traded, for policies: constant half-spreads and the
   * share of a commission with a minimum are counted.
   */
  readonly costBps: number;
  /** Signals of the paths that they read. */
  readonly signals: readonly string[];
  /** Kinds that charge trades, the order of `charge`'s columns. */
  readonly chargeKinds: readonly FrictionKind[];
  /** Adds the cost of each trade, in money, to one column per kind of `chargeKinds`. */
  charge(costs: readonly Float64Array[], trades: Trades): void;
  /** Puts the nearest holdings that can be had in place of those wanted, in units. */
  roundHoldings(wanted: Float64Array): void;
  readonly delaySteps: number;
  /** Whether trades move later prices of their path. */
  readonly movesPrices: boolean;
  /** Money by which a trade moves its instrument's later prices. */
  priceShift(quantity: number, price: number): number;
  /** Fee on the value of short holdings, basis points a year. */
  readonly borrowBpsAnnual: number;
  /** Spread over the interest rate on a negative cash account, basis points a year. */
  readonly fundingSpreadBpsAnnual: number;
}

/**
 * The frictions of one instrument, from their terms.
 *
 * Charges add up, each on the trade as it is. Lots round what is wanted before anything is charged; a delay carries it
 * out later, at the prices and charges of then.
 *
 * @throws RangeError on what is no friction or of an unknown kind (naming the nearest), on a field out of range, and on two
 *   of a kind, which only 'proportional' may be
 * @example
 * const { description } = createFrictions([
 *   { kind: 'proportional', costBps: 10 },
 *   { kind: 'lots', lotUnits: 0.01 },
 * ]); // '10 bps of the value traded + lots of 0.01'
 */
export function createFrictions(terms: readonly FrictionTerms[]): Frictions {
  for (const [i, friction] of terms.entries()) {
    if (typeof friction === 'object' && friction !== null) continue;
    throw new RangeError(
      `frictions.${i} is ${JSON.stringify(friction) ?? 'missing'}: expected a group with the key kind, one of ${frictionKinds.join(', ')}`,
    );
  }
  const frictions = joinProportional(terms).map(createFriction);
  refuseTwoOfAKind(frictions);
  const charging = frictions.filter(({ addCost }) => addCost !== undefined);
  const rounding = frictions.find(({ roundHoldings }) => roundHoldings !== undefined);
  const moving = frictions.filter(({ priceShift }) => priceShift !== undefined);
  return {
    terms,
    description: frictions.map(({ description }) => description).join(' + ') || 'none',
    costBps: sum(frictions, 'costBps'),
    signals: frictions.flatMap(({ signal }) => signal ?? []),
    chargeKinds: charging.map(({ kind }) => kind),
    charge(costs, trades) {
      for (let i = 0; i < charging.length; i++) charging[i].addCost?.(costs[i], trades);
    },
    roundHoldings: (wanted) => rounding?.roundHoldings?.(wanted),
    delaySteps: sum(frictions, 'delaySteps'),
    movesPrices: moving.length > 0,
    priceShift(quantity, price) {
      let shift = 0;
      for (const friction of moving) shift += friction.priceShift?.(quantity, price) ?? 0;
      return shift;
    },
    borrowBpsAnnual: sum(frictions, 'borrowBpsAnnual'),
    fundingSpreadBpsAnnual: sum(frictions, 'fundingSpreadBpsAnnual'),
  };
}

/** Kinds of friction, in the order in which they are documented. */
export const frictionKinds = [
  'proportional',
  'half-spread',
  'fixed-fee',
  'minimum-fee',
  'lots',
  'quadratic-impact',
  'square-root-impact',
  'delay',
  'borrow',
  'funding',
] as const satisfies readonly FrictionKind[];

/** What is wrong with a word that is no kind of friction, and what to write instead. */
export function unknownFrictionMessage(kind: unknown): string {
  const nearest = typeof kind === 'string' ? nearestWord(kind, frictionKinds) : undefined;
  const hint = nearest === undefined ? `expected one of ${frictionKinds.join(', ')}` : `did you mean '${nearest}'?`;
  return `kind of friction is ${JSON.stringify(kind) ?? 'missing'}: ${hint}`;
}

function createFriction(terms: FrictionTerms): Friction {
  switch (terms.kind) {
    case 'proportional':
      return proportionalCost(terms);
    case 'half-spread':
      return halfSpread(terms);
    case 'fixed-fee':
      return fixedFee(terms);
    case 'minimum-fee':
      return minimumFee(terms);
    case 'lots':
      return lots(terms);
    case 'quadratic-impact':
      return quadraticImpact(terms);
    case 'square-root-impact':
      return squareRootImpact(terms);
    case 'delay':
      return executionDelay(terms);
    case 'borrow':
      return borrowFee(terms);
    case 'funding':
      return fundingSpread(terms);
    default:
      throw new RangeError(unknownFrictionMessage((terms as { kind?: unknown }).kind));
  }
}

/** Proportional costs as one, at the place of the first, so that the ledger has one item of them. */
function joinProportional(terms: readonly FrictionTerms[]): FrictionTerms[] {
  const all = terms.filter((friction) => friction.kind === 'proportional');
  if (all.length < 2) return [...terms];
  // Each is checked on its own: a negative share must not hide in a sum.
  for (const friction of all) proportionalCost(friction);
  const joined = { ...all[0], costBps: all.reduce((total, { costBps }) => total + costBps, 0) };
  return terms.flatMap((friction) => {
    if (friction.kind !== 'proportional') return friction;
    return friction === all[0] ? joined : [];
  });
}

function refuseTwoOfAKind(frictions: readonly Friction[]): void {
  const seen = new Set<FrictionKind>();
  for (const { kind } of frictions) {
    if (seen.has(kind)) throw new RangeError(`frictions hold '${kind}' twice: expected at most one of a kind`);
    seen.add(kind);
  }
}

type Amount = 'costBps' | 'delaySteps' | 'borrowBpsAnnual' | 'fundingSpreadBpsAnnual';

function sum(frictions: readonly Friction[], amount: Amount): number {
  return frictions.reduce((total, friction) => total + (friction[amount] ?? 0), 0);
}
