import { vanillaDelta, vanillaGamma, vanillaVega } from '../contracts/running/vanilla.ts';
import type { Underlying } from '../contracts/underlying.ts';
import type { InstrumentPrices, InstrumentQuote, OptionQuote } from '../market/paths.ts';
import type { HedgeInstrument } from './hedger.ts';

/** One step's market as an instrument's greeks need it, one value per path. */
export interface InstrumentMoment {
  readonly underlying: Underlying;
  readonly spot: Float64Array;
  readonly spotAtWriting: Float64Array;
  /** The instrument's own implied volatility. */
  readonly vol: Float64Array;
  /** Years to the contract's expiry. */
  readonly years: number;
}

/**
 * A hedge instrument as policies see it: greeks at its own implied volatility, per unit of the instrument.
 *
 * Options have those of Black–Scholes or Bachelier, at their own strike and expiry. A variance swap has neither delta nor
 * gamma in the underlying. Its price is N e^{−rτ} (variance so far + σ² τ), σ the volatility that it expects of the rest, so
 * its vega per 1.00 of σ is 2 N e^{−rτ} σ τ: what an option's vega is set against, where both volatilities move alike.
 *
 * @param moment of the present step; called anew for every greek
 * @throws RangeError from a greek, where the instrument has no quote
 */
export function hedgeInstrument(
  { name, quote }: Pick<InstrumentPrices, 'name' | 'quote'>,
  moment: () => InstrumentMoment,
): HedgeInstrument {
  const ask = (greek: Greek) => (out: Float64Array) => writeGreek(out, greek, requireQuote(name, quote), moment());
  return { name, delta: ask('delta'), gamma: ask('gamma'), vega: ask('vega') };
}

type Greek = 'delta' | 'gamma' | 'vega';

function writeGreek(out: Float64Array, greek: Greek, quote: InstrumentQuote, at: InstrumentMoment): void {
  if (quote.kind === 'option') {
    writeOptionGreek(out, greek, quote, at);
    return;
  }
  if (greek !== 'vega') {
    out.fill(0);
    return;
  }
  const unit = 2 * quote.notional * Math.exp(-at.underlying.rateAnnual * at.years) * at.years;
  for (let path = 0; path < out.length; path++) out[path] = unit * at.vol[path];
}

function writeOptionGreek(
  out: Float64Array,
  greek: Greek,
  { option, moneyness, extraYears }: OptionQuote,
  { underlying, spot, spotAtWriting, vol, years }: InstrumentMoment,
): void {
  const moment = { underlying, years: years + extraYears, fixingsLeft: 1 };
  for (let path = 0; path < out.length; path++) {
    const strike = moneyness * spotAtWriting[path];
    if (greek === 'delta') out[path] = vanillaDelta(option, spot[path], strike, vol[path], moment);
    else if (greek === 'gamma') out[path] = vanillaGamma(spot[path], strike, vol[path], moment);
    else out[path] = vanillaVega(spot[path], strike, vol[path], moment);
  }
}

function requireQuote(name: string, quote: InstrumentQuote | undefined): InstrumentQuote {
  if (quote !== undefined) return quote;
  throw new RangeError(
    `the instrument '${name}' has no quote, so no greeks: expected paths whose instruments have one, as addInstruments gives`,
  );
}
