import type { ContractTerms } from '../contracts/contract-terms.ts';
import type { Underlying } from '../contracts/underlying.ts';
import { afterSpotMove, atStartingVol, startingVol } from './bumped-market.ts';
import type { Market } from './market.ts';

/** Where a contract is valued: the law of the prices to come, and where they start. */
export interface GreekPoint {
  readonly market: Market;
  readonly spot: number;
  readonly underlying: Underlying;
}

/** Two points on either side, and the distance of each from the middle. */
export interface GreekPair {
  readonly up: GreekPoint;
  readonly down: GreekPoint;
  readonly move: number;
}

/** Moves of the volatility, as a share of it, and of the rate, whose effect grows with the years. */
const volShare = 0.05;
const rateMoveOfYear = 0.01;

/** Paths at which prices are moved by the shares below. */
const pathsOfShares = 100_000;

/**
 * Move of the price for greeks by differences along paths. Its bias grows with the square of the move, and the spread of a
 * second difference of a payoff with kinks falls with its root: the two are in balance where the move falls with the fifth
 * root of the number of paths.
 *
 * @param deviation standard deviation of the price at expiry, in money
 */
export function spotMove(
  terms: ContractTerms,
  deviation: number,
  { spot, fixings, paths, scale }: { spot: number; fixings: number; paths: number; scale: number },
): number {
  const share = shareOfDeviation(terms, fixings, (level) => Math.abs(level * scale - spot) / deviation);
  return share * Math.min((pathsOfShares / paths) ** 0.2, 2) * deviation;
}

const usualShare = 0.1;
/** Where the payoff has no kink. */
const smoothShare = 0.001;

/** Less where the value bends within one interval between fixings. */
function shareOfDeviation(terms: ContractTerms, fixings: number, distance: (level: number) => number): number {
  const interval = 1 / Math.sqrt(fixings);
  switch (terms.type) {
    case 'book': {
      const shares = terms.legs.map(({ contract }) => shareOfDeviation(contract, fixings, distance));
      const kinked = shares.filter((share) => share > smoothShare);
      return Math.min(...(kinked.length > 0 ? kinked : shares));
    }
    case 'variance-swap':
      return smoothShare;
    case 'lookback':
      return Math.min(usualShare, 0.25 * interval);
    case 'barrier':
      // The value bends near the barrier alone; elsewhere a small move would drown in the jumps of the payoff.
      return Math.min(usualShare, Math.max(0.5 * interval, 0.25 * distance(terms.barrier)));
    default:
      return usualShare;
  }
}

/** The points on either side in price. */
export function spotPair(middle: GreekPoint, move: number): GreekPair {
  const at = (spot: number) => ({ ...middle, spot, market: afterSpotMove(middle.market, spot / middle.spot) });
  return { up: at(middle.spot + move), down: at(middle.spot - move), move };
}

/** The points on either side in the market's volatility, where it has one. */
export function volPair(middle: GreekPoint): GreekPair | undefined {
  const { vol } = startingVol(middle.market) ?? { vol: 0 };
  if (vol === 0) return undefined;
  const move = volShare * vol;
  const at = (moved: number) => ({ ...middle, market: atStartingVol(middle.market, moved) });
  return { up: at(vol + move), down: at(vol - move), move };
}

/**
 * The points on either side in the rate at an unmoved yield. None on futures, whose yield is the rate; nor under Bachelier's
 * model, whose paths want the two to be equal.
 */
export function ratePair(middle: GreekPoint, years: number): GreekPair | undefined {
  const { underlying } = middle;
  if (underlying.kind === 'futures' || underlying.model === 'bachelier') return undefined;
  const at = (moved: number) => ({
    ...middle,
    underlying: { ...underlying, rateAnnual: underlying.rateAnnual + moved },
  });
  const move = rateMoveOfYear / Math.max(years, 1);
  return { up: at(move), down: at(-move), move };
}
