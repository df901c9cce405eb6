import type { DigitalTerms, OptionType } from './contract-terms.ts';
import { cosineSums } from './cosine-pricing.ts';
import type { Greeks } from './greeks.ts';
import { checkHestonParameters, type HestonOrBates } from './heston-parameters.ts';
import { hestonGreekSeries } from './heston-series.ts';
import { plainUnderlying, type Underlying } from './underlying.ts';

/**
 * Price and greeks of a digital option under Heston or Bates that pays 1.00 of money or one unit of the underlying: with
 * X = ln(S_T/F) and κ = ln(K/F), a call is worth e^{−rτ} P(X > κ) or S e^{−qτ} E[e^X; X > κ], a put the rest. Both are
 * slopes of the European put by its strike, term by term of the same cosine series; so are the greeks, by √v₀ as in
 * `hestonGreeks`.
 *
 * @param spot,strike positive, in money
 * @param years above 0
 * @throws RangeError when an argument is out of range
 */
export function hestonDigitalGreeks(
  optionType: OptionType,
  pays: DigitalTerms['pays'],
  spot: number,
  strike: number,
  years: number,
  parameters: HestonOrBates,
  underlying: Underlying = plainUnderlying(0),
): Greeks {
  checkHestonParameters(parameters);
  if (!(spot > 0 && strike > 0 && Number.isFinite(spot * strike))) {
    throw new RangeError(`spot is ${spot} and strike ${strike}: expected finite numbers above 0`);
  }
  if (!(years > 0 && years <= 100)) throw new RangeError(`years is ${years}: expected years to expiry in (0, 100]`);
  const { rateAnnual: r, yieldAnnual: q } = underlying;
  const { coefficients, byVariance, byVariance2, byTime, ...range } = hestonGreekSeries(parameters, years);
  const kappa = Math.log(strike / spot) - (r - q) * years;
  const beyond = kappa <= range.low || kappa >= range.high;
  const isCash = pays === 'cash';
  const price = isCash ? Math.exp(-r * years) : spot * Math.exp(-q * years);
  // Chance that the put is paid: of money, or of the underlying, by whose price outcomes are then weighted.
  const sums = (column: Float64Array) => {
    const { probability, share, density } = cosineSums(range, column, kappa);
    return isCash ? { put: probability, density } : { put: share, density: Math.exp(kappa) * density };
  };
  const none = { put: 0, density: 0 };
  const level = beyond ? { ...sums(coefficients), density: 0 } : sums(coefficients);
  const [first, second, time] = [byVariance, byVariance2, byTime].map((column) => (beyond ? none : sums(column)));
  const bend = beyond ? 0 : densitySlope(range, coefficients, kappa) * (isCash ? 1 : Math.exp(kappa));
  const slope = isCash ? bend : bend + level.density;

  const v = parameters.initialVariance;
  const vol = Math.sqrt(v);
  const sign = optionType === 'call' ? 1 : -1;
  const paid = optionType === 'call' ? 1 - level.put : level.put;
  // What the price is a multiple of grows by itself: with spot where it is the underlying.
  const ownDelta = isCash ? 0 : 1 / spot;
  return {
    price: price * paid,
    delta: price * (ownDelta * paid + (sign * level.density) / spot),
    gamma: (sign * price * (2 * ownDelta * level.density - (level.density + slope) / spot)) / spot,
    vega: -sign * price * 2 * vol * first.put,
    vanna: sign * price * 2 * vol * (first.density / spot - ownDelta * first.put),
    volga: -sign * price * (2 * first.put + 4 * v * second.put),
    theta: price * ((isCash ? r : q) * paid + sign * (time.put - (r - q) * level.density)),
    rho: years * price * (sign * level.density - (isCash ? paid : 0)),
  };
}

/** Slope of a series' density at a log moneyness. */
function densitySlope({ low, high }: { low: number; high: number }, coefficients: Float64Array, kappa: number): number {
  const spacing = Math.PI / (high - low);
  let slope = 0;
  for (let k = 1; k < coefficients.length; k++) {
    slope -= coefficients[k] * k * spacing * Math.sin(k * spacing * (kappa - low));
  }
  return slope;
}
