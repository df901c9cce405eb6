/**
 * Price paths of one contract each, from history or from a simulation: the one shape that the backtester, the training
 * loop and the report read. Every column holds (steps + 1) × paths values; the value of path p at step k stands at
 * `k * paths + p`. Step 0 is the close at which the contract is written, step `steps` its expiry.
 */
export interface Paths {
  readonly paths: number;
  /** Hedging intervals from writing to expiry. */
  readonly steps: number;
  /** Price of the underlying. */
  readonly spot: Float64Array;
  /** Annualised implied volatility of the contract's remaining life: a decimal, or money per √year in normal markets. */
  readonly impliedVol: Float64Array;
  /** Years to expiry at each step (steps + 1 values, the last 0), on the day count of the source. */
  readonly yearsToExpiry: Float64Array;
  /** Money at the reference level of each path's contract (paths values), an option's strike: moneyness × spot at writing. */
  readonly strike: Float64Array;
  /** Further columns by name, such as `forecastVol`, `regime.hmm.0` (see `regimeSignal`). */
  readonly signals: Readonly<Record<string, Float64Array>>;
  /** Prices of hedge instruments beside the underlying, in the order of holdings; none by default. */
  readonly instruments?: readonly InstrumentPrices[];
  /**
   * Years of interest from each step to the next, (steps × paths) values, where money's day count differs from that of
   * `yearsToExpiry`; without it the differences of `yearsToExpiry` count.
   */
  readonly interestYears?: Float64Array;
}

/** A hedge instrument beside the underlying. */
export interface InstrumentPrices {
  readonly name: string;
  /** (steps + 1) × paths prices, in money. */
  readonly price: Float64Array;
  /** What its greeks are computed from; without it policies can trade the instrument, but not ask for its greeks. */
  readonly quote?: InstrumentQuote;
}

/** How a hedge instrument is quoted: its own implied volatility, (steps + 1) × paths values in the unit of the paths'. */
export type InstrumentQuote = OptionQuote | VarianceSwapQuote;

export interface OptionQuote {
  readonly kind: 'option';
  readonly option: 'call' | 'put';
  /** Strike over spot at writing. */
  readonly moneyness: number;
  /** Years from the contract's expiry to the option's own. */
  readonly extraYears: number;
  readonly impliedVol: Float64Array;
}

export interface VarianceSwapQuote {
  readonly kind: 'variance-swap';
  /** Money per 1.00 of variance integrated from writing to expiry. */
  readonly notional: number;
  /** √ of the variance a year that the swap's price expects from now to expiry. */
  readonly impliedVol: Float64Array;
}

/**
 * Name of the signal with a detector's filtered probability of a regime: `regime.DETECTOR.REGIME`, regimes from 0.
 *
 * @example
 * regimeSignal('hmm', 0); // 'regime.hmm.0'
 */
export function regimeSignal(detector: string, regime: number): string {
  return `regime.${detector}.${regime}`;
}
