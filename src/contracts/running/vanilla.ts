import { bachelierDelta, bachelierGamma, bachelierPrice, bachelierVega } from '../bachelier.ts';
import type { OptionType } from '../contract-terms.ts';
import {
  generalisedBlackScholesDelta,
  generalisedBlackScholesGamma,
  generalisedBlackScholesPrice,
  generalisedBlackScholesVega,
} from '../generalised-black-scholes.ts';
import type { Moment } from './moment.ts';

/*
 * European options in the model of an underlying: Black–Scholes with a yield, or Bachelier. Under Black–Scholes a strike
 * of 0 or below, which other contracts give rise to, is met by every price: the call is a forward, the put worth nothing.
 */

/** Value of an option with the moment's expiry, in money. */
export function vanillaValue(option: OptionType, spot: number, strike: number, vol: number, moment: Moment): number {
  const { underlying, years } = moment;
  const { model, rateAnnual, yieldAnnual } = underlying;
  if (model === 'bachelier') return bachelierPrice(option, spot, strike, years, rateAnnual, yieldAnnual, vol);
  if (strike > 0) return generalisedBlackScholesPrice(option, spot, strike, years, rateAnnual, yieldAnnual, vol);
  if (option === 'put') return 0;
  return spot * Math.exp(-yieldAnnual * years) - strike * Math.exp(-rateAnnual * years);
}

/** Its change per unit of money that the underlying moves. */
export function vanillaDelta(option: OptionType, spot: number, strike: number, vol: number, moment: Moment): number {
  const { underlying, years } = moment;
  const { model, rateAnnual, yieldAnnual } = underlying;
  if (model === 'bachelier') return bachelierDelta(option, spot, strike, years, rateAnnual, yieldAnnual, vol);
  if (strike > 0) return generalisedBlackScholesDelta(option, spot, strike, years, rateAnnual, yieldAnnual, vol);
  return option === 'call' ? Math.exp(-yieldAnnual * years) : 0;
}

/** Change of delta likewise, the same for calls and puts. */
export function vanillaGamma(spot: number, strike: number, vol: number, { underlying, years }: Moment): number {
  const { model, rateAnnual, yieldAnnual } = underlying;
  if (model === 'bachelier') return bachelierGamma(spot, strike, years, rateAnnual, yieldAnnual, vol);
  return strike > 0 ? generalisedBlackScholesGamma(spot, strike, years, rateAnnual, yieldAnnual, vol) : 0;
}

/** Change of the value per 1.00 of volatility, the same for calls and puts. */
export function vanillaVega(spot: number, strike: number, vol: number, { underlying, years }: Moment): number {
  const { model, rateAnnual, yieldAnnual } = underlying;
  if (model === 'bachelier') return bachelierVega(spot, strike, years, rateAnnual, yieldAnnual, vol);
  return strike > 0 ? generalisedBlackScholesVega(spot, strike, years, rateAnnual, yieldAnnual, vol) : 0;
}
