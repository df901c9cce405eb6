import type { Underlying } from '../../contracts/underlying.ts';
import type { Paths } from '../../market/paths.ts';
import { tradingDaysPerYear } from '../../market/trading-days.ts';
import type { InstrumentTerms } from './instrument-terms.ts';
import { optionInstrument } from './option-instrument.ts';
import { daysPerYearOf, type QuoteSource } from './quote-source.ts';
import { varianceSwapInstrument } from './variance-swap-instrument.ts';

/**
 * The same paths with prices of further hedge instruments, in the order of their terms, after those already there.
 *
 * Options of another strike or expiry than the contract's have implied volatilities of their own. Given the market and the
 * request of the paths, they are the market's: it draws the same paths again for each strike and expiry. Paths from
 * elsewhere have one volatility a day, and the caller must say that it stands for all (`OneVolatility`), unless it never
 * moves.
 *
 * @param underlying rates, yield and pricing model of the options
 * @param source what the paths were drawn from, or their one volatility; a number, 252 by default, is trading days in the
 *   year that the paths count expiries on, and prices the contract's own strike and expiry alone unless volatility is flat
 * @throws RangeError when terms make no sense, the paths lack what an instrument is priced by, or the market draws others
 * @example
 * const market = createHeston(parameters);
 * const request = { paths: 100, steps: 21, seed: 7, stream: ['example'] };
 * const straddle = ['call', 'put'].map((option) => ({ kind: 'option', option, moneyness: 1, extraDays: 21 }));
 * const drawn = { market, request };
 * addInstruments(market.simulate(request), straddle, plainUnderlying(0), drawn).instruments; // two columns of prices
 */
export function addInstruments(
  paths: Paths,
  terms: readonly InstrumentTerms[],
  underlying: Underlying,
  source: QuoteSource = tradingDaysPerYear,
): Paths {
  daysPerYearOf(paths, source);
  const added = terms.map((each) => {
    switch (each.kind) {
      case 'option':
        return optionInstrument(paths, each, underlying, source);
      case 'variance-swap':
        return varianceSwapInstrument(paths, each, underlying);
      default:
        throw new RangeError(
          `kind is '${(each as { kind?: unknown }).kind}': expected a hedge instrument, option or variance-swap`,
        );
    }
  });
  return { ...paths, instruments: [...(paths.instruments ?? []), ...added] };
}
