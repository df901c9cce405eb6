import { yearFraction } from '../math/day-count.ts';
import type { parametersGiven } from '../simulate/market-terms.ts';
import { InputError } from '../support/input-error.ts';
import type { PriceConfig } from './price-schema.ts';

/*
 * What a file of `regime-hedge price` may not ask for. Each throws an InputError that says what is possible.
 */

/** Keys of which one says how the contract is valued. */
export const waysToValue = ['vol', 'price', 'market'] as const;
export const wayNeeded = 'expected one of them, by which the contract is valued';

/** Refuses two ways to value the contract at once: one would be read over. */
export function refuseTwoWays(config: PriceConfig): void {
  const given = waysToValue.filter((key) => config[key] !== undefined);
  if (given.length > 1) throw new InputError(`${given.join(' and ')} are given: ${wayNeeded}`);
}

/** Years to expiry, given or by dates. */
export function yearsOf({ years, dates }: Pick<PriceConfig, 'years' | 'dates'>): number {
  if ((years === undefined) === (dates === undefined)) {
    const given = years === undefined ? 'neither years nor dates are' : 'both years and dates are';
    throw new InputError(`${given} given: expected one of them, how long the contract has to go`);
  }
  if (years !== undefined) return years;
  const { today, expiry, dayCount } = dates!;
  if (expiry <= today) throw new InputError(`dates.expiry is ${expiry}: expected a date after dates.today, ${today}`);
  return yearFraction(dayCount, today, expiry);
}

/** Prices that no volatility gives: at or below that of a volatility of 0, or at or above that of an endless one. */
export function refuseImpossiblePrice(
  type: 'call' | 'put',
  price: number,
  forward: number,
  strike: number,
  model: PriceConfig['underlying']['model'],
): void {
  const least = Math.max(0, type === 'call' ? forward - strike : strike - forward);
  const most = model === 'bachelier' ? Number.POSITIVE_INFINITY : type === 'call' ? forward : strike;
  if (price > least && price < most) return;
  const digits = (value: number) => Number(value.toPrecision(8));
  const range =
    most < Number.POSITIVE_INFINITY ? `above ${digits(least)} and below ${digits(most)}` : `above ${digits(least)}`;
  throw new InputError(`price is ${price}: expected one ${range}, where a volatility gives it`);
}

/** Refuses markets that do not go with the underlying's model, and drifts, which a price does not have. */
export function refuseMarket({ market, underlying }: Pick<PriceConfig, 'market' | 'underlying'>): void {
  if (market === undefined) return;
  if ((underlying.model === 'bachelier') !== (market.name === 'bachelier')) {
    throw new InputError(
      `market ${market.name} with underlying.model ${underlying.model}: the market bachelier and the model bachelier go together, all other markets with black-scholes`,
    );
  }
  const [key, drift] = Object.entries(market).find(([name]) => name.startsWith('drift')) ?? [];
  if (drift !== undefined && drift !== 0) {
    throw new InputError(
      `market.${key} is ${drift}: prices are taken without drift, at the rates of the underlying; leave it out`,
    );
  }
}

/** Refuses markets without all of their parameters: nothing is fitted for a price. */
export function refuseIncomplete(
  name: string,
  { isComplete, needed, missing }: ReturnType<typeof parametersGiven>,
): void {
  if (isComplete) return;
  throw new InputError(
    needed.length === 0
      ? `market ${name} is drawn from data, not priced: expected one with parameters, such as heston; 'regime-hedge simulate' draws it`
      : `market ${name} lacks ${missing.join(', ')}: expected all of its parameters`,
  );
}

/** Whether a market counts its year in days of one's choice. */
export function hasCalendar({ name }: NonNullable<PriceConfig['market']>): boolean {
  return !['gjr-garch', 'filtered-history', 'block-bootstrap', 'markov-switching'].includes(name);
}
