import type { Underlying } from '../../contracts/underlying.ts';
import type { Paths } from '../../market/paths.ts';
import { tradingDaysPerYear } from '../../market/trading-days.ts';
import { requirePositive } from '../../support/require.ts';
import type { InstrumentTerms } from './instrument-terms.ts';
import { optionInstrument } from './option-instrument.ts';
import { varianceSwapInstrument } from './variance-swap-instrument.ts';

/**
 * The same paths with prices of further hedge instruments, in the order of their terms, after those already there.
 *
 * @param underlying rates, yield and pricing model of the options
 * @param daysPerYear trading days in the year that the paths count expiries on; 252 by default
 * @throws RangeError when terms make no sense or the paths lack the signals that an instrument is priced by
 * @example
 * const paths = createGbm({ volAnnual: 0.2 }).simulate({ paths: 100, steps: 21, seed: 7, stream: ['example'] });
 * const straddle = ['call', 'put'].map((option) => ({ kind: 'option', option, moneyness: 1, extraDays: 21 }));
 * addInstruments(paths, straddle, plainUnderlying(0)).instruments; // two columns of prices
 */
export function addInstruments(
  paths: Paths,
  terms: readonly InstrumentTerms[],
  underlying: Underlying,
  daysPerYear: number = tradingDaysPerYear,
): Paths {
  requirePositive('daysPerYear', daysPerYear);
  const added = terms.map((each) => {
    switch (each.kind) {
      case 'option':
        return optionInstrument(paths, each, underlying, daysPerYear);
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
