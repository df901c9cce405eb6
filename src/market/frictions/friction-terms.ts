/*
 * What trading one instrument costs and how orders are carried out, as plain data. Frictions compose: a list of them, each
 * of a kind at most once, but for 'proportional', whose shares add up. Basis points are 1/10 000 of the value traded; `fee`
 * is in percent of spot at writing (money per contract where spot at writing is 100).
 */

/** A share of the value traded. */
export interface ProportionalTerms {
  readonly kind: 'proportional';
  readonly costBps: number;
}

/** Half of the bid–ask spread at the time: a constant, or a signal of the paths in basis points of the price. */
export interface HalfSpreadTerms {
  readonly kind: 'half-spread';
  readonly halfSpreadBps?: number;
  /** Name of the signal, such as `halfSpreadBps`. */
  readonly signal?: string;
}

/** A fee for every trade, whatever its size. */
export interface FixedFeeTerms {
  readonly kind: 'fixed-fee';
  /** Percent of spot at writing. */
  readonly feePercent: number;
}

/** A commission of a share of the value traded, at least so much. */
export interface MinimumFeeTerms {
  readonly kind: 'minimum-fee';
  readonly costBps: number;
  /** Percent of spot at writing. */
  readonly minimumFeePercent: number;
}

/** Only whole lots are traded: the holding wanted is rounded to the nearest multiple. */
export interface LotsTerms {
  readonly kind: 'lots';
  /** Units of the instrument. */
  readonly lotUnits: number;
}

/**
 * Linear price impact, quadratic cost: a trade of q units pays temporaryBpsPerUnit × |q| of its value (Almgren and Chriss
 * 2001) and moves all later prices of its path by permanentBpsPerUnit × q of the price.
 */
export interface QuadraticImpactTerms {
  readonly kind: 'quadratic-impact';
  readonly temporaryBpsPerUnit: number;
  readonly permanentBpsPerUnit?: number;
}

/** Square-root impact: temporaryBpsPerRootUnit × √|q| of the value, permanent part sign(q) √|q| likewise. */
export interface SquareRootImpactTerms {
  readonly kind: 'square-root-impact';
  readonly temporaryBpsPerRootUnit: number;
  readonly permanentBpsPerRootUnit?: number;
}

/** Orders are carried out so many hedging steps later, at the prices of then; those due after expiry never. */
export interface DelayTerms {
  readonly kind: 'delay';
  readonly delaySteps: number;
}

/** Fee on the value of short holdings, a year. */
export interface BorrowTerms {
  readonly kind: 'borrow';
  readonly borrowBpsAnnual: number;
}

/** Spread over the interest rate paid on a negative cash account, a year. */
export interface FundingTerms {
  readonly kind: 'funding';
  readonly spreadBpsAnnual: number;
}

export type FrictionTerms =
  | ProportionalTerms
  | HalfSpreadTerms
  | FixedFeeTerms
  | MinimumFeeTerms
  | LotsTerms
  | QuadraticImpactTerms
  | SquareRootImpactTerms
  | DelayTerms
  | BorrowTerms
  | FundingTerms;

export type FrictionKind = FrictionTerms['kind'];
