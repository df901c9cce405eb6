import type { Underlying } from '../underlying.ts';

/** When and how a contract is valued: all but the price and volatility of a path. */
export interface Moment {
  readonly underlying: Underlying;
  /** Years to expiry; the fixings to come divide them evenly. */
  readonly years: number;
  /** Fixings to come, expiry included. */
  readonly fixingsLeft: number;
}

/** A figure of one path's contract, from the price and volatility at hand. */
export type PathFunction = (path: number, spot: number, vol: number, moment: Moment) => number;

/** Discount factor from expiry, e^{−rτ}. */
export function discount({ underlying, years }: Moment): number {
  return Math.exp(-underlying.rateAnnual * years);
}

/** What a unit of the underlying at expiry costs today per unit of its price, e^{−qτ}. */
export function growth({ underlying, years }: Moment): number {
  return Math.exp(-underlying.yieldAnnual * years);
}
