import { InputError } from '../../support/input-error.ts';
import { joinImpliedVol } from '../join-implied-vol.ts';
import type { FeatureSources, ImpliedVolSource } from './sources.ts';

/**
 * A source of implied volatility at each date's close: the quote of the day, else the last one of at most 5 calendar days
 * before, else NaN.
 *
 * @throws InputError on a quote that is not above 0
 */
export function joinQuotes(dates: readonly string[], sources: FeatureSources, name: ImpliedVolSource): Float64Array {
  const series = sources[name] ?? { dates: [], values: new Float64Array(0) };
  const bad = series.values.findIndex((value) => value <= 0 || value === Number.POSITIVE_INFINITY);
  if (bad >= 0) {
    throw new InputError(
      `${name} is ${series.values[bad]} on ${series.dates[bad]}: expected an annualised volatility above 0, as a decimal; correct it or make it NaN`,
    );
  }
  return joinImpliedVol(dates, series).values;
}
