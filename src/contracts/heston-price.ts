import type { OptionType } from './contract-terms.ts';
import { type CosinePuts, cosineOtmPrice, cosinePuts, cosineSums } from './cosine-pricing.ts';
import { europeanPayoff } from './european.ts';
import { checkHestonParameters, type HestonOrBates } from './heston-parameters.ts';
import { hestonGreekSeries, hestonPuts } from './heston-series.ts';
import { impliedVol } from './implied-vol.ts';
import { plainUnderlying, type Underlying } from './underlying.ts';

/*
 * European options in the markets of Heston (1993) and Bates (1996), which has jumps as well. Spot and strike are in
 * money and positive, years at least 0; rate and yield come from `underlying` (none by default). Prices are exact to about
 * 1e-12 of the forward; to 5e-9 in the corners where the series would be too long (`mostTerms` of heston-series.ts). With the put P = e^{−rτ} K F(κ) − e^{−qτ} S G(κ), where κ = ln(K/F), F = P(X < κ) and
 * G = E[e^X; X < κ] of X = ln(S_T/F), every greek is a sum of the same cosine series or of its derivative.
 */

/**
 * Price of one option, in money.
 *
 * @throws RangeError when an argument is out of range
 * @example
 * hestonPrice('call', 100, 100, 1, {
 *   initialVariance: 0.0175, meanReversionAnnual: 1.5768, longRunVariance: 0.0398, volOfVol: 0.5751, correlation: -0.5711,
 * }); // 5.78515543…
 */
export function hestonPrice(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  parameters: HestonOrBates,
  underlying: Underlying = plainUnderlying(0),
): number {
  return hestonPrices(optionType, spot, [strike], years, parameters, underlying)[0];
}

/** Prices of one option per strike, all of one expiry: one pass of the characteristic function serves them all. */
export function hestonPrices(
  optionType: OptionType,
  spot: number,
  strikes: ArrayLike<number>,
  years: number,
  parameters: HestonOrBates,
  underlying: Underlying = plainUnderlying(0),
): Float64Array {
  checkArguments(spot, strikes, years, parameters);
  const { forward, discount } = forwardOf(spot, years, underlying);
  const puts = years > 0 ? hestonPuts(parameters, years) : undefined;
  return Float64Array.from(strikes, (strike) => {
    if (puts === undefined) return europeanPayoff(optionType, spot, strike);
    const otm = forward * cosineOtmPrice(puts, Math.log(strike / forward));
    return discount * (otm + europeanPayoff(optionType, forward, strike));
  });
}

/**
 * Black–Scholes volatilities of Heston's prices, one per strike, from the options that are out of the money. Where these
 * cost less than 1e-11 of the forward the price is all rounding, and the volatility is NaN.
 *
 * @param logMoneyness ln(K / F) of each
 * @param years above 0
 * @throws RangeError when an argument is out of range
 */
export function hestonImpliedVols(
  logMoneyness: ArrayLike<number>,
  years: number,
  parameters: HestonOrBates,
): Float64Array {
  checkHestonParameters(parameters);
  if (!(years > 0)) throw new RangeError(`years is ${years}: expected a positive number of years to expiry`);
  const puts = hestonPuts(parameters, years);
  return Float64Array.from(logMoneyness, (at) => cosineImpliedVol(puts, at, years));
}

/** Black–Scholes volatility of a series at a log moneyness; NaN where the option out of the money costs `least` at most. */
export function cosineImpliedVol(
  puts: CosinePuts,
  logMoneyness: number,
  years: number,
  least: number = leastPrice,
): number {
  const price = cosineOtmPrice(puts, logMoneyness);
  if (!(price > least)) return Number.NaN;
  return impliedVol(logMoneyness <= 0 ? 'put' : 'call', price, 1, Math.exp(logMoneyness), years, 0);
}

const leastPrice = 1e-11;

/** Price and greeks of one option. Those by volatility are by √v₀, so that they compare with Black and Scholes's. */
export interface HestonGreeks {
  readonly price: number;
  /** Change of the price per unit of money that the spot moves, the variance unmoved. */
  readonly delta: number;
  /** Change of delta likewise. */
  readonly gamma: number;
  /** Change of the price per 1.00 of initial variance v₀. */
  readonly varianceVega: number;
  /** Change of the price per 1.00 of √v₀. */
  readonly vega: number;
  /** Change of vega per unit of money that the spot moves. */
  readonly vanna: number;
  /** Change of vega per 1.00 of √v₀. */
  readonly volga: number;
  /** Change of the price per year that passes, spot and variance unmoved. */
  readonly theta: number;
  /** Change of the price per 1.00 of rate, the yield unmoved. */
  readonly rho: number;
}

/**
 * Price and greeks of one option, each as a sum of the series itself.
 *
 * @param years above 0
 * @throws RangeError when an argument is out of range
 */
export function hestonGreeks(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  parameters: HestonOrBates,
  underlying: Underlying = plainUnderlying(0),
): HestonGreeks {
  checkArguments(spot, [strike], years, parameters);
  if (years === 0) throw new RangeError('years is 0: expected a positive number of years to expiry');
  const { rateAnnual: r, yieldAnnual: q } = underlying;
  const { forward, discount } = forwardOf(spot, years, underlying);
  const growth = Math.exp(-q * years);
  const { coefficients, byVariance, byVariance2, byTime, ...range } = hestonGreekSeries(parameters, years);
  const kappa = Math.log(strike / forward);
  const beyond = kappa <= range.low || kappa >= range.high;
  const sums = (column: Float64Array) => {
    const { probability, share, density } = cosineSums(range, column, kappa);
    return { put: discount * strike * probability - growth * spot * share, probability, share, density };
  };
  const none = { put: 0, probability: 0, share: 0, density: 0 };
  const level = sums(coefficients);
  if (beyond) level.density = 0;
  const first = beyond ? none : sums(byVariance);
  const second = beyond ? none : sums(byVariance2);
  const time = beyond ? none : sums(byTime);
  const call = optionType === 'call' ? 1 : 0;
  const v = parameters.initialVariance;
  const vol = Math.sqrt(v);
  const otm = forward * cosineOtmPrice(cosinePuts({ ...range, coefficients }), kappa);
  return {
    price: discount * (otm + europeanPayoff(optionType, forward, strike)),
    delta: growth * (call - level.share),
    gamma: (growth * (strike / forward) * level.density) / spot,
    varianceVega: first.put,
    vega: 2 * vol * first.put,
    vanna: 2 * vol * growth * (0 - first.share),
    volga: 2 * first.put + 4 * v * second.put,
    theta: r * discount * strike * (level.probability - call) - q * growth * spot * (level.share - call) - time.put,
    rho: years * discount * strike * (call - level.probability),
  };
}

function forwardOf(spot: number, years: number, { rateAnnual, yieldAnnual }: Underlying) {
  return { forward: spot * Math.exp((rateAnnual - yieldAnnual) * years), discount: Math.exp(-rateAnnual * years) };
}

function checkArguments(spot: number, strikes: ArrayLike<number>, years: number, parameters: HestonOrBates): void {
  checkHestonParameters(parameters);
  if (!(spot > 0 && Number.isFinite(spot))) throw new RangeError(`spot is ${spot}: expected a finite number above 0`);
  for (let i = 0; i < strikes.length; i++) {
    const strike = strikes[i];
    if (strike > 0 && Number.isFinite(strike)) continue;
    throw new RangeError(`strike is ${strike}: expected a finite number above 0`);
  }
  if (!(years >= 0 && years <= 100)) throw new RangeError(`years is ${years}: expected years to expiry in [0, 100]`);
}
