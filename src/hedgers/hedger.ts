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
  /** The option hedged. */
  readonly optionType: 'call' | 'put';
  /** +1 when the desk owns the option, −1 when it has written it. */
  readonly position: 1 | -1;
  readonly strike: Float64Array;
  /** Years to expiry, the same for every path of a batch. */
  readonly yearsToExpiry: number;
  /** Continuously compounded rate a year, a decimal. */
  readonly rateAnnual: number;
  /** Proportional cost in basis points of the value traded. */
  readonly costBps: number;
  /** Price of each hedge instrument, the underlying first. */
  readonly prices: readonly Float64Array[];
  /** Annualised implied volatility known at this step, a decimal. */
  readonly impliedVol: Float64Array;
  /** Holdings of each hedge instrument before this step's trade. */
  readonly holdings: readonly Float64Array[];
  /** The signals that the policy declared, by name; no others. */
  readonly signals: Readonly<Record<string, Float64Array>>;
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
   * arrives holding the present holdings, so a policy that does nothing keeps them. Each path is decided on its own.
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
