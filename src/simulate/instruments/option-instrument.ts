import { bachelierPrice } from '../../contracts/bachelier.ts';
import { generalisedBlackScholesPrice } from '../../contracts/generalised-black-scholes.ts';
import type { Underlying } from '../../contracts/underlying.ts';
import type { InstrumentPrices, Paths } from '../../market/paths.ts';
import { requireNonNegative, requirePositive } from '../../support/require.ts';
import type { OptionInstrumentTerms } from './instrument-terms.ts';
import { optionVols } from './option-vols.ts';
import { daysPerYearOf, type QuoteSource } from './quote-source.ts';

/**
 * Prices of a further option along paths, by Black–Scholes or Bachelier at the implied volatility of its own strike and
 * life (`optionVols`): in the market that the paths were drawn from they are the market's prices.
 */
export function optionInstrument(
  paths: Paths,
  terms: OptionInstrumentTerms,
  underlying: Underlying,
  source: QuoteSource,
): InstrumentPrices {
  const { option, moneyness } = terms;
  requirePositive('moneyness', moneyness);
  const daysPerYear = daysPerYearOf(paths, source);
  requireSameUnit(underlying, source);
  const extraYears = yearsBeyondExpiry(terms, paths.yearsToExpiry[0], daysPerYear);
  const { model, rateAnnual, yieldAnnual } = underlying;
  const name = nameOf(terms);
  const quoted = { name, moneyness, extraYears, carryAnnual: rateAnnual - yieldAnnual };
  const vols = optionVols(paths, quoted, source, daysPerYear);
  const priceOf = model === 'bachelier' ? bachelierPrice : generalisedBlackScholesPrice;
  const { spot, yearsToExpiry } = paths;
  const price = new Float64Array(spot.length);
  for (let step = 0; step <= paths.steps; step++) {
    const years = yearsToExpiry[step] + extraYears;
    for (let path = 0; path < paths.paths; path++) {
      const i = step * paths.paths + path;
      price[i] = priceOf(option, spot[i], moneyness * spot[path], years, rateAnnual, yieldAnnual, vols[i]);
    }
  }
  return { name, price, quote: { kind: 'option', option, moneyness, extraYears, impliedVol: vols } };
}

function nameOf({ option, moneyness, extraDays = 0, years }: OptionInstrumentTerms): string {
  const later = years === undefined ? extraDays && `, ${extraDays} days later` : `, ${years} years`;
  return `${option} ${moneyness}${later || ''}`;
}

function requireSameUnit({ model }: Underlying, source: QuoteSource): void {
  if (typeof source === 'number' || !('market' in source)) return;
  const { name, volUnit } = source.market;
  const expected = volUnit === 'normal' ? 'bachelier' : 'black-scholes';
  if (model === expected) return;
  throw new RangeError(
    `the underlying's model is '${model}': expected '${expected}', for the market '${name}' quotes ${volUnit} volatilities`,
  );
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
