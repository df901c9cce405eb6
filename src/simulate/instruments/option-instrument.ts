import { bachelierPrice } from '../../contracts/bachelier.ts';
import { generalisedBlackScholesPrice } from '../../contracts/generalised-black-scholes.ts';
import type { Underlying } from '../../contracts/underlying.ts';
import type { InstrumentPrices, Paths } from '../../market/paths.ts';
import { requireNonNegative, requirePositive } from '../../support/require.ts';
import type { OptionInstrumentTerms } from './instrument-terms.ts';

/**
 * Prices of a further option along paths, by Black–Scholes or Bachelier at the paths' implied volatility. That column is of
 * the contract's strike and life: one volatility stands for all strikes and expiries here.
 */
export function optionInstrument(
  paths: Paths,
  terms: OptionInstrumentTerms,
  underlying: Underlying,
  daysPerYear: number,
): InstrumentPrices {
  const { option, moneyness, extraDays = 0 } = terms;
  requirePositive('moneyness', moneyness);
  const extraYears = yearsBeyondExpiry(terms, paths.yearsToExpiry[0], daysPerYear);
  const { model, rateAnnual, yieldAnnual } = underlying;
  const priceOf = model === 'bachelier' ? bachelierPrice : generalisedBlackScholesPrice;
  const { spot, impliedVol, yearsToExpiry } = paths;
  const price = new Float64Array(spot.length);
  for (let step = 0; step <= paths.steps; step++) {
    const years = yearsToExpiry[step] + extraYears;
    for (let path = 0; path < paths.paths; path++) {
      const i = step * paths.paths + path;
      price[i] = priceOf(option, spot[i], moneyness * spot[path], years, rateAnnual, yieldAnnual, impliedVol[i]);
    }
  }
  const later = terms.years === undefined ? extraDays && `, ${extraDays} days later` : `, ${terms.years} years`;
  return { name: `${option} ${moneyness}${later || ''}`, price };
}

function yearsBeyondExpiry(terms: OptionInstrumentTerms, contractYears: number, daysPerYear: number): number {
  const { extraDays, years } = terms;
  if (years === undefined) {
    requireNonNegative('extraDays', extraDays ?? 0);
    return (extraDays ?? 0) / daysPerYear;
  }
  if (extraDays !== undefined) throw new RangeError('an option has years and extraDays: expected one or the other');
  if (!(years >= contractYears && years < Number.POSITIVE_INFINITY)) {
    throw new RangeError(
      `years is ${years}: expected an option that lives as long as the contract, ${contractYears} or more`,
    );
  }
  return years - contractYears;
}
