/*
 * What trading one instrument costs and how orders are carried out, as plain data. Frictions compose: a list of them,
 * each of a kind at most once, but for 'proportional', whose shares add up.
 *
 * Units: q is the quantity traded, in units of the instrument, positive when it is bought; the value traded is |q ×
 * price|, in money, also where prices are negative. Basis points are 1/10 000 of that value. Fees are in percent of
 * spot at writing: money per contract where spot at writing is 100.
 */

/** A share of the value traded. */
export interface ProportionalTerms {
  readonly kind: 'proportional';
  readonly costBps: number;
}

/**
 * Half of the bid–ask spread at the time: a constant, or a signal of the paths (one of the two), in basis points of the
 * price. A signal must hold a number >= 0 wherever something is traded, expiry included.
 */
export interface HalfSpreadTerms {
  readonly kind: 'half-spread';
  readonly halfSpreadBps?: number | undefined;
  /** Name of the signal, such as `halfSpreadBps`. */
  readonly signal?: string | undefined;
}

/** A fee for every trade, whatever its size. */
export interface FixedFeeTerms {
  readonly kind: 'fixed-fee';
  /** Percent of spot at writing. */
  readonly feePercent: number;
}

/** A commission of a share of the value traded, at least so much a trade. */
export interface MinimumFeeTerms {
  readonly kind: 'minimum-fee';
  readonly costBps: number;
  /** Percent of spot at writing. */
  readonly minimumFeePercent: number;
}

/**
 * Only whole lots are held: the holding wanted is rounded to the nearest multiple, halves away from zero. The unwinding
 * at expiry trades all that is held.
 */
export interface LotsTerms {
  readonly kind: 'lots';
  /** Units of the instrument. */
  readonly lotUnits: number;
}

/**
 * Linear price impact, quadratic cost (Almgren and Chriss 2001): a trade of q units costs temporaryBpsPerUnit × |q| of
 * its value, and moves the instrument's later prices on its own path, and on no other, by permanentBpsPerUnit × q ×
 * |price|, in money, for good. The trade itself, and all others of its step, are at the price before the move.
 */
export interface QuadraticImpactTerms {
  readonly kind: 'quadratic-impact';
  readonly temporaryBpsPerUnit: number;
  /** 0 by default. */
  readonly permanentBpsPerUnit?: number | undefined;
}

/**
 * Square-root impact: as 'quadratic-impact', with √|q| for |q| and sign(q) √|q| for q. Reported for orders of many
 * sizes and markets (Tóth et al. 2011).
 */
export interface SquareRootImpactTerms {
  readonly kind: 'square-root-impact';
  readonly temporaryBpsPerRootUnit: number;
  /** 0 by default. */
  readonly permanentBpsPerRootUnit?: number | undefined;
}

/**
 * The holding wanted at a step is traded to so many hedging steps later, at the prices and frictions of then. What is
 * due at expiry or later is never traded; the unwinding at expiry is not delayed.
 */
export interface DelayTerms {
  readonly kind: 'delay';
  readonly delaySteps: number;
}

/** Fee on the value of short holdings, a year: borrowBpsAnnual × |value| × years of each step. */
export interface BorrowTerms {
  readonly kind: 'borrow';
  readonly borrowBpsAnnual: number;
}

/**
 * Spread over the interest rate paid on a negative cash account, a year, continuously compounded. It bears on the one
 * cash account, so it stands among the frictions of the underlying only.
 */
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
