import type { ContractTerms } from './contract-terms.ts';
import type { Underlying } from './underlying.ts';

/**
 * A contract that can be hedged. Its levels (strikes, barriers, amounts) are multiples of each path's scale: 1 where
 * terms are in money, spot at writing where they are relative to it. All contracts end at their last fixing.
 */
export interface Contract {
  /** Plain data from which `createContract` makes it again. */
  readonly terms: ContractTerms;
  /** For people: 'down-and-out call, strike 1, barrier 0.9'. */
  readonly description: string;
  /**
   * Starts the contract on so many paths.
   *
   * @param scale money per unit of level, one value per path
   * @param fixings observations from writing to expiry, expiry included, writing not
   * @param years from writing to expiry, by which a variance swap annualises what it realised; a fixing a trading day
   * without it
   */
  run(scale: Float64Array, fixings: number, years?: number): RunningContract;
}

/** A contract on its way along paths. It knows what has been observed so far, and nothing later. */
export interface RunningContract {
  /** Takes note of the prices of writing (first call) and of each fixing, one per path. */
  observe(spot: Float64Array): void;
  /** What one contract pays its owner at expiry, in money; after the last fixing was observed. */
  payoff(out: Float64Array): void;
  /** Value of one contract, in money, at the last fixing observed: closed form, or the approximation its terms state. */
  value(out: Float64Array, at: Valuation): void;
  /** Change of the value per unit of money that the underlying moves. */
  delta(out: Float64Array, at: Valuation): void;
  /** Change of delta likewise. */
  gamma(out: Float64Array, at: Valuation): void;
  /** Change of the value per 1.00 of volatility. */
  vega(out: Float64Array, at: Valuation): void;
  /**
   * What the past has left that the price of the underlying does not tell, each near the range −1 to 1: columns that are
   * filled anew by `observe`. Empty for contracts on the last price alone.
   */
  readonly memory: readonly ContractMemory[];
}

export interface ContractMemory {
  /** 'average', 'extremum', 'alive', … */
  readonly name: string;
  readonly column: Float64Array;
}

/** One step's market, one value per path. */
export interface Valuation {
  readonly underlying: Underlying;
  readonly spot: Float64Array;
  /** Annualised volatility, in the unit of the underlying's model. */
  readonly vol: Float64Array;
  /** Years to expiry. */
  readonly years: number;
}
