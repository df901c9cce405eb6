import type { FrictionKind } from './friction-terms.ts';

/** The trades of one instrument at one step, one per path. */
export interface Trades {
  /** Units bought (negative: sold); 0 where nothing is traded. */
  readonly quantity: Float64Array;
  /** Price at which they are traded, in money. */
  readonly price: Float64Array;
  /** Size of the underlying's price at writing, in money: fees are in percent of it. */
  readonly spotAtWriting: Float64Array;
  /** This step's values of the signals that frictions read. */
  readonly signals: Readonly<Record<string, Float64Array>>;
}

/** One friction, made from its terms: what it bears on is given, the rest left out. */
export interface Friction {
  readonly kind: FrictionKind;
  /** For people and for the manifest: '10 bps of the value traded'. */
  readonly description: string;
  /** What of its cost is proportional, in basis points of the value traded. */
  readonly costBps?: number;
  /** Name of the signal that it reads. */
  readonly signal?: string;
  /** Adds what each trade costs, in money and never negative, to `cost`; nothing where nothing is traded. */
  addCost?(cost: Float64Array, trades: Trades): void;
  /** Puts the nearest holdings that can be had in place of those wanted, in units. */
  roundHoldings?(wanted: Float64Array): void;
  /** Money by which a trade of `quantity` units at `price` moves the instrument's later prices. */
  priceShift?(quantity: number, price: number): number;
  readonly delaySteps?: number;
  /** A year, of the value of short holdings. */
  readonly borrowBpsAnnual?: number;
  /** A year, over the interest rate, of a negative cash account. */
  readonly fundingSpreadBpsAnnual?: number;
}

/** Basis points in the whole. */
export const bpsInWhole = 10_000;
