import type { ContractTerms } from '../contracts/contract-terms.ts';
import type { Underlying } from '../contracts/underlying.ts';

/** Families of policies, as the comparison groups them. */
export type HedgerKind = 'none' | 'delta' | 'band' | 'forecast-adjusted' | 'deep' | 'switcher';

/**
 * What a policy may know when it decides: this step's columns alone, copied out of the paths. Tomorrow cannot be
 * reached from here, because it is not handed over. Each column holds one value per path.
 */
export interface HedgeView {
  /** 0 at writing; hedging ends before step `steps`, at which everything is unwound. */
  readonly step: number;
  readonly steps: number;
  readonly paths: number;
  /** The contract hedged, as it stands at this step. */
  readonly contract: HedgedContract;
  /** +1 when the desk owns the contract, −1 when it has written it. */
  readonly position: 1 | -1;
  /** Level around which the contract lies, in money: the strike of an option. */
  readonly strike: Float64Array;
  /** Years to expiry, the same for every path of a batch. */
  readonly yearsToExpiry: number;
  /** What the contract is written on, with its interest rate and yield. */
  readonly underlying: Underlying;
  /** What of the cost is proportional, in basis points of the value traded, constant half-spreads included. */
  readonly costBps: number;
  /** Price of each hedge instrument, the underlying first. */
  readonly prices: readonly Float64Array[];
  /** The hedge instruments beside the underlying: entry i has the price and holding i + 1. */
  readonly instruments: readonly HedgeInstrument[];
  /** Annualised implied volatility known at this step: a decimal, or money per √year where the underlying is normal. */
  readonly impliedVol: Float64Array;
  /** Holdings of each hedge instrument before this step's trade. */
  readonly holdings: readonly Float64Array[];
  /**
   * Money: the cash account, premium included, with the holdings at their present prices, before this step's trade and
   * without the contract. The premium itself at step 0, negative where the desk has paid it.
   */
  readonly wealth: Float64Array;
  /** The signals that the policy declared, by name; no others. */
  readonly signals: Readonly<Record<string, Float64Array>>;
}

/**
 * The contract at this step: its greeks at whatever volatilities a policy believes in, one value per path. They count what
 * the contract has seen of the past (its average, its extremum, whether it is alive) and nothing later.
 */
export interface HedgedContract {
  readonly terms: ContractTerms;
  /** Change of the contract's value per unit of money that the underlying moves. */
  delta(out: Float64Array, vol: Float64Array): void;
  /** Change of delta likewise. */
  gamma(out: Float64Array, vol: Float64Array): void;
  /** Change of the value per 1.00 of volatility, in the unit of the underlying's model. */
  vega(out: Float64Array, vol: Float64Array): void;
  /** Value in money. */
  value(out: Float64Array, vol: Float64Array): void;
  /** What the past has left in a path-dependent contract (`RunningContract.memory`), in a fixed order; copies. */
  readonly memory: readonly Float64Array[];
}

/**
 * A hedge instrument beside the underlying, at this step: its greeks per unit of the instrument, at its own implied
 * volatility and the price of the underlying that the view shows, one value per path.
 *
 * A greek throws a RangeError where the paths say nothing of the instrument but its price.
 */
export interface HedgeInstrument {
  readonly name: string;
  /** Change of the instrument's value per unit of money that the underlying moves; 0 for a variance swap. */
  delta(out: Float64Array): void;
  /** Change of delta likewise. */
  gamma(out: Float64Array): void;
  /** Change of its value per 1.00 of its own implied volatility. */
  vega(out: Float64Array): void;
}

/** A hedging policy. Closed-form and learned policies are the same kind of object. */
export interface Hedger {
  readonly name: string;
  readonly kind: HedgerKind;
  /** Names of the signals it reads, such as `forecastVol`. */
  readonly signals: readonly string[];
  /** Called before step 0 of every run, with the number of paths. Only policies with a memory need it. */
  reset?(paths: number): void;
  /**
   * Writes the holdings wanted after this step's trade into `target`, one column per hedge instrument. `target`
   * arrives holding the holdings last wanted – the present ones, unless orders are delayed – so a policy that does nothing
   * keeps to them. Each path is decided on its own.
   */
  hedge(view: HedgeView, target: readonly Float64Array[]): void;
  /** Plain data from which `loadHedger` restores a policy that gives the same bits. */
  toJSON(): HedgerJSON;
}

export interface HedgerJSON {
  readonly kind: HedgerKind;
  readonly name: string;
  readonly [key: string]: unknown;
}
