import { blackScholesPrice } from '../contracts/black-scholes.ts';
import { InputError } from '../support/input-error.ts';
import { checkEachQuote, type ImpliedVolQuote } from './implied-vol-quote.ts';

export type { ImpliedVolQuote } from './implied-vol-quote.ts';

/** How well a calibrated market meets its quotes. */
export interface VolFit {
  /** Weighted root mean square error, in volatility points (0.01 of volatility). */
  readonly rmseVolPoints: number;
  /** Largest error of a quote with a weight, in volatility points. */
  readonly worstVolPoints: number;
  /** In the order given. */
  readonly quotes: readonly FittedVolQuote[];
  /** Sentences on what the quotes do not settle or the market does not capture; none for a fit without reproach. */
  readonly warnings: readonly string[];
}

export interface FittedVolQuote extends ImpliedVolQuote {
  /** Implied volatility of the calibrated market. */
  readonly fittedVol: number;
  /** (fitted − quoted) × 100. */
  readonly errorVolPoints: number;
}

/** What a calibration needs to tell its parameters apart. */
export interface QuoteNeeds {
  /** For messages: 'Heston'. */
  readonly model: string;
  readonly quotes: number;
  readonly expiries: number;
  /** Strikes of some expiry. */
  readonly strikes: number;
}

/** Quotes are rounded: a volatility may be this far off before quotes contradict each other. */
const roundingVol = 0.001;

/**
 * Checks quotes before a calibration: each sensible, none twice, enough of them, and no static arbitrage (Carr and Madan
 * 2005): calls fall with the strike by at most its rise, are convex in it, and at equal moneyness rise with time.
 * Volatilities may be off by 0.1 points each before that counts as arbitrage.
 *
 * @throws InputError that names the quote (numbered from 1) and what is wrong with it
 */
export function checkImpliedVolQuotes(quotes: readonly ImpliedVolQuote[], needs: QuoteNeeds): void {
  checkEachQuote(quotes);
  const counted = quotes
    .map((quote, index): NumberedQuote => ({ ...quote, number: index + 1 }))
    .filter(({ weight = 1 }) => weight > 0);
  const expiries = groupByExpiry(counted);
  for (const smile of expiries) checkSmile(smile);
  checkCalendar(expiries);
  const strikes = Math.max(0, ...expiries.map((smile) => smile.length));
  const { model } = needs;
  if (expiries.length < needs.expiries) {
    throw new InputError(
      `quotes of ${plural(expiries.length, 'expiry')} do not tell the parameters of ${model} apart: expected ${needs.expiries} expiries or more`,
    );
  }
  if (strikes < needs.strikes) {
    throw new InputError(
      `quotes have at most ${plural(strikes, 'strike')} an expiry: ${model} needs ${needs.strikes} or more at one of them`,
    );
  }
  if (counted.length < needs.quotes) {
    throw new InputError(`${plural(counted.length, 'quote')} with a weight: ${model} needs ${needs.quotes} or more`);
  }
}

/**
 * The fit of volatilities that a calibrated market gives to the quotes, in their order.
 *
 * @throws InputError when the weighted error is above `limitVolPoints`, or no volatility was found
 */
export function volFit(
  model: string,
  quotes: readonly ImpliedVolQuote[],
  fittedVols: ArrayLike<number>,
  limitVolPoints: number,
  warnings: readonly string[] = [],
): VolFit {
  let squares = 0;
  let weights = 0;
  let worst = 0;
  const fitted = quotes.map((quote, index) => {
    const { weight = 1 } = quote;
    const errorVolPoints = 100 * (fittedVols[index] - quote.impliedVol);
    squares += weight * errorVolPoints * errorVolPoints;
    weights += weight;
    if (weight > 0 && !(Math.abs(errorVolPoints) <= worst)) worst = Math.abs(errorVolPoints);
    return { ...quote, fittedVol: fittedVols[index], errorVolPoints };
  });
  const rmseVolPoints = Math.sqrt(squares / weights);
  if (!(rmseVolPoints <= limitVolPoints)) {
    throw new InputError(
      `${model} misses the quotes by ${rmseVolPoints.toFixed(3)} volatility points (root mean square): the limit is ${limitVolPoints}; look for wrong quotes, leave out expiries or raise the limit`,
    );
  }
  return { rmseVolPoints, worstVolPoints: worst, quotes: fitted, warnings };
}

interface NumberedQuote extends ImpliedVolQuote {
  readonly number: number;
}

/** Smiles by expiry, each by strike. */
function groupByExpiry(quotes: readonly NumberedQuote[]): NumberedQuote[][] {
  const groups = new Map<number, NumberedQuote[]>();
  for (const quote of quotes) groups.set(quote.years, [...(groups.get(quote.years) ?? []), quote]);
  return [...groups.values()]
    .map((group) => group.toSorted((a, b) => a.moneyness - b.moneyness))
    .toSorted(([a], [b]) => a.years - b.years);
}

function checkSmile(smile: readonly NumberedQuote[]): void {
  for (let i = 1; i < smile.length; i++) {
    const low = smile[i - 1];
    const high = smile[i];
    if (low.moneyness === high.moneyness) {
      throw new InputError(`quotes ${low.number} and ${high.number} are of the same strike and expiry: expected one`);
    }
    if (
      call(high, -roundingVol) > call(low, roundingVol) ||
      put(low, -roundingVol) > put(high, roundingVol) ||
      (i > 1 && isBumped(smile[i - 2], low, high))
    ) {
      throw new InputError(
        `quotes ${i > 1 ? `${smile[i - 2].number}, ` : ''}${low.number} and ${high.number} leave an arbitrage between strikes at ${low.years} years: expected call prices that fall with the strike and are convex in it`,
      );
    }
  }
}

/** Whether the middle call costs more than the straight line between its neighbours. */
function isBumped(low: ImpliedVolQuote, middle: ImpliedVolQuote, high: ImpliedVolQuote): boolean {
  const share = (high.moneyness - middle.moneyness) / (high.moneyness - low.moneyness);
  const line = share * call(low, roundingVol) + (1 - share) * call(high, roundingVol);
  return call(middle, -roundingVol) > line;
}

function checkCalendar(expiries: readonly (readonly NumberedQuote[])[]): void {
  for (let i = 1; i < expiries.length; i++) {
    for (const later of expiries[i]) {
      const earlier = expiries[i - 1].find(({ moneyness }) => Math.abs(moneyness - later.moneyness) < 1e-9);
      if (earlier === undefined) continue;
      const before = (earlier.impliedVol - roundingVol) ** 2 * earlier.years;
      if ((later.impliedVol + roundingVol) ** 2 * later.years < before) {
        throw new InputError(
          `quotes ${earlier.number} and ${later.number} leave an arbitrage between expiries: expected impliedVol² × years to rise with the expiry at moneyness ${later.moneyness}`,
        );
      }
    }
  }
}

function call({ moneyness, years, impliedVol }: ImpliedVolQuote, shift: number): number {
  return blackScholesPrice('call', 1, moneyness, years, 0, Math.max(impliedVol + shift, 0));
}

function put({ moneyness, years, impliedVol }: ImpliedVolQuote, shift: number): number {
  return blackScholesPrice('put', 1, moneyness, years, 0, Math.max(impliedVol + shift, 0));
}

function plural(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}
