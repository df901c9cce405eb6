import type { HestonParameters } from '../contracts/heston-parameters.ts';
import { fitImpliedVols } from './fit-implied-vols.ts';
import { boundWarnings, expiryWarnings } from './fit-warnings.ts';
import { createHeston } from './heston.ts';
import type { HestonClock } from './heston-paths.ts';
import { glanceAt, hestonQuoteVols, skipWorthless } from './heston-quotes.ts';
import { checkImpliedVolQuotes, type ImpliedVolQuote, type VolFit, volFit } from './implied-vol-quotes.ts';
import type { Market } from './market.ts';

export interface HestonCalibrationOptions extends Partial<HestonClock> {
  /** Largest weighted root mean square error that counts as a fit, in volatility points; 2 by default. */
  readonly limitVolPoints?: number;
}

export interface HestonCalibration {
  readonly market: Market;
  readonly parameters: HestonParameters;
  readonly fit: VolFit;
}

/**
 * Heston's market calibrated to implied volatilities by weighted least squares: Levenberg and Marquardt's method on the
 * logarithms of v₀, κ, θ and σ and on artanh ρ, from three starting points that follow from the quotes. Prices have no
 * interest: quotes are by strike over forward.
 *
 * Bounds: v₀ and θ from 1e-4 (1 % of volatility) to 4, κ from 0.02 to 50 a year, σ from 0.01 to 10, |ρ| up to 0.995. One
 * expiry does not tell v₀, κ and θ apart, so that two are needed at least; κ and σ stay loose unless the shortest is well
 * below 1/κ years. Quotes of options worth less than 1e-10 of the forward are left out, with a warning.
 *
 * @throws InputError on quotes that contradict each other, are too few (5, of 2 expiries, one with 3 strikes) or are
 * missed by more than `limitVolPoints`; RangeError on a bad clock
 * @example
 * const { market, parameters, fit } = calibrateHeston(quotes); // fit.rmseVolPoints says how well it meets the quotes
 */
export function calibrateHeston(
  given: readonly ImpliedVolQuote[],
  { limitVolPoints = 2, ...clock }: HestonCalibrationOptions = {},
): HestonCalibration {
  const { quotes, warnings } = skipWorthless(given);
  checkImpliedVolQuotes(quotes, { model: 'Heston', quotes: 5, expiries: 2, strikes: 3 });
  const counted = quotes.filter(({ weight = 1 }) => weight > 0);
  const lowest = hestonCoordinates(lowestHeston);
  const highest = hestonCoordinates(highestHeston);
  const values = fitImpliedVols(counted, {
    starts: startingPoints(counted).map(hestonCoordinates),
    lowest,
    highest,
    damping: 100,
    vols: (at) => hestonQuoteVols(hestonFrom(at), counted),
  });
  const parameters = hestonFrom(values);
  return {
    market: createHeston({ ...parameters, ...clock }),
    parameters,
    fit: volFit('Heston', quotes, hestonQuoteVols(parameters, quotes), limitVolPoints, [
      ...warnings,
      ...boundWarnings({ names: hestonNames, values, lowest, highest }),
      ...expiryWarnings(quotes),
    ]),
  };
}

export const lowestHeston: HestonParameters = {
  initialVariance: 1e-4,
  meanReversionAnnual: 0.02,
  longRunVariance: 1e-4,
  volOfVol: 0.01,
  correlation: -0.995,
};

export const highestHeston: HestonParameters = {
  initialVariance: 4,
  meanReversionAnnual: 50,
  longRunVariance: 4,
  volOfVol: 10,
  correlation: 0.995,
};

/** What the coordinates stand for. */
export const hestonNames = [
  'initialVariance',
  'meanReversionAnnual',
  'longRunVariance',
  'volOfVol',
  'correlation',
] as const satisfies readonly (keyof HestonParameters)[];

/** Coordinates in which all parameters weigh about the same, and back. */
export function hestonCoordinates(parameters: HestonParameters): number[] {
  return [
    Math.log(parameters.initialVariance),
    Math.log(parameters.meanReversionAnnual),
    Math.log(parameters.longRunVariance),
    Math.log(parameters.volOfVol),
    Math.atanh(parameters.correlation),
  ];
}

export function hestonFrom([v, kappa, theta, sigma, rho]: readonly number[]): HestonParameters {
  return {
    initialVariance: Math.exp(v),
    meanReversionAnnual: Math.exp(kappa),
    longRunVariance: Math.exp(theta),
    volOfVol: Math.exp(sigma),
    correlation: Math.tanh(rho),
  };
}

/** Slow, middling and fast mean reversion, each with a volatility of variance that keeps the long run's spread alike. */
export function startingPoints(quotes: readonly ImpliedVolQuote[]): HestonParameters[] {
  const { shortVariance, longVariance, side } = glanceAt(quotes);
  return [0.5, 2, 8].map((meanReversionAnnual) => ({
    initialVariance: shortVariance,
    meanReversionAnnual,
    longRunVariance: longVariance,
    volOfVol: Math.sqrt(2 * meanReversionAnnual * longVariance),
    correlation: 0.6 * side,
  }));
}
