/**
 * What a contract is written on and how it is priced. The forward is S e^{(r − q) τ}, the discount e^{−r τ}: with a
 * dividend yield q on spot (Merton 1973), q = r on futures (Black 1976), q the foreign rate on FX (Garman and Kohlhagen
 * 1983).
 */
export interface Underlying {
  readonly kind: 'spot' | 'futures' | 'fx';
  /**
   * 'black-scholes': lognormal, volatility a decimal a year. 'bachelier': normal, volatility in money per √year; prices
   * may be negative.
   */
  readonly model: 'black-scholes' | 'bachelier';
  /** r, continuously compounded, a decimal a year: what cash earns. */
  readonly rateAnnual: number;
  /** q, continuously compounded, a decimal a year: what holding the underlying earns. Equals `rateAnnual` on futures. */
  readonly yieldAnnual: number;
}

/** A share without dividends: the underlying of Black and Scholes. */
export function plainUnderlying(rateAnnual: number): Underlying {
  return { kind: 'spot', model: 'black-scholes', rateAnnual, yieldAnnual: 0 };
}
