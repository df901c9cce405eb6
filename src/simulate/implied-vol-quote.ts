import { InputError } from '../support/input-error.ts';

/** One quoted implied volatility: what markets of stochastic volatility are calibrated to. */
export interface ImpliedVolQuote {
  /** Years to expiry, on the day count of the market that is calibrated. */
  readonly years: number;
  /** Strike over the forward price of that expiry. */
  readonly moneyness: number;
  /** Annualised Black–Scholes volatility, a decimal. */
  readonly impliedVol: number;
  /** How much this quote's squared error counts; 1 by default, 0 to leave it out of the fit. */
  readonly weight?: number;
}

/** What is wrong with one quote by itself. */
export interface QuoteProblem {
  readonly field: keyof ImpliedVolQuote;
  /** 'expected …', without the value. */
  readonly message: string;
}

/** No market quotes strikes further from the forward: beyond lie percent and money. */
const mostMoneyness = 10;
const mostVol = 5;

/** The first field of a quote that makes no sense; undefined where all do. */
export function findQuoteProblem({
  years,
  moneyness,
  impliedVol,
  weight = 1,
}: ImpliedVolQuote): QuoteProblem | undefined {
  if (!(years > 0 && Number.isFinite(years))) {
    return { field: 'years', message: 'expected years to expiry, above 0' };
  }
  if (!(moneyness > 0 && moneyness <= mostMoneyness)) {
    return {
      field: 'moneyness',
      message: `expected strike over forward, such as 0.9, above 0 and at most ${mostMoneyness}`,
    };
  }
  if (!(impliedVol > 0 && impliedVol <= mostVol)) {
    return { field: 'impliedVol', message: `expected a decimal above 0, such as 0.25, at most ${mostVol}` };
  }
  if (!(weight >= 0 && Number.isFinite(weight))) {
    return { field: 'weight', message: 'expected a finite number >= 0' };
  }
  return undefined;
}

/** Throws an InputError that names the first quote (numbered from 1) that makes no sense by itself. */
export function checkEachQuote(quotes: readonly ImpliedVolQuote[]): void {
  for (const [index, quote] of quotes.entries()) {
    const problem = findQuoteProblem(quote);
    if (problem === undefined) continue;
    throw new InputError(`quote ${index + 1}: ${problem.field} is ${quote[problem.field]}: ${problem.message}`);
  }
}
