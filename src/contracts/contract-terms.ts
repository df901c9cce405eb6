/*
 * Terms of every contract, as plain data. Levels (strike, barrier, cash, points) are multiples of a scale: money itself
 * where the scale is 1, spot at writing in simulations and backtests. `schema/contract-schema.ts` reads them from files.
 */

export type OptionType = 'call' | 'put';

/** (S − K)⁺ or (K − S)⁺ at expiry. */
export interface EuropeanTerms {
  readonly type: OptionType;
  readonly strike: number;
}

/** Any payoff of straight pieces: through `points` (prices increasing), with slopes beyond the outer ones. */
export interface PiecewiseLinearTerms {
  readonly type: 'piecewise-linear';
  /** [price, payoff], both in levels. */
  readonly points: readonly (readonly [number, number])[];
  readonly leftSlope: number;
  readonly rightSlope: number;
}

/** Named payoffs of straight pieces. */
export type CombinationTerms =
  | { readonly type: 'straddle'; readonly strike: number }
  | { readonly type: 'strangle' | 'call-spread' | 'put-spread' | 'collar'; readonly strikes: readonly [number, number] }
  | { readonly type: 'condor'; readonly strikes: readonly [number, number, number, number] };

/** Pays cash, or one unit of the underlying, when in the money at expiry. */
export interface DigitalTerms {
  readonly type: 'digital';
  readonly option: OptionType;
  readonly strike: number;
  readonly pays: 'cash' | 'asset';
  /** Level paid; only with 'cash'. */
  readonly cash?: number;
}

/** An option on the average of the fixings (writing not among them). */
export interface AsianTerms {
  readonly type: 'asian';
  readonly option: OptionType;
  readonly average: 'arithmetic' | 'geometric';
  readonly strike: number;
}

/** An option on the extremum of writing and all fixings: max − K, K − min (fixed), S − min, max − S (floating). */
export type LookbackTerms =
  | { readonly type: 'lookback'; readonly option: OptionType; readonly kind: 'fixed'; readonly strike: number }
  | { readonly type: 'lookback'; readonly option: OptionType; readonly kind: 'floating' };

/** An option that lives or dies when a fixing (or the price at writing) is at or beyond the barrier. */
export interface BarrierTerms {
  readonly type: 'barrier';
  readonly option: OptionType;
  readonly knock: 'up-and-in' | 'up-and-out' | 'down-and-in' | 'down-and-out';
  readonly strike: number;
  readonly barrier: number;
  /** Level paid at expiry when knocked out, or never knocked in; 0 by default. */
  readonly rebate?: number;
}

/** An option whose strike is a multiple of the price at a later fixing. */
export interface ForwardStartTerms {
  readonly type: 'forward-start';
  readonly option: OptionType;
  /** Strike over the price at the start. */
  readonly moneyness: number;
  /** Share of the life that has passed when the strike is set, in (0, 1); the nearest fixing counts. */
  readonly startShare: number;
}

/** Pays notional × (realised variance a year − strikeVol²), from squared log returns of the fixings. */
export interface VarianceSwapTerms {
  readonly type: 'variance-swap';
  readonly strikeVol: number;
  /** Level per 1.00 of variance. */
  readonly notional: number;
}

/** Several contracts of the same expiry, with signs and sizes. */
export interface BookTerms {
  readonly type: 'book';
  readonly legs: readonly { readonly quantity: number; readonly contract: ContractTerms }[];
}

export type ContractTerms =
  | EuropeanTerms
  | PiecewiseLinearTerms
  | CombinationTerms
  | DigitalTerms
  | AsianTerms
  | LookbackTerms
  | BarrierTerms
  | ForwardStartTerms
  | VarianceSwapTerms
  | BookTerms;

export type ContractType = ContractTerms['type'];
