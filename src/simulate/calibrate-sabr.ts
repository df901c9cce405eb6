import { haganVol } from '../contracts/hagan.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { fitImpliedVols } from './fit-implied-vols.ts';
import { boundWarnings } from './fit-warnings.ts';
import { checkImpliedVolQuotes, type ImpliedVolQuote, type VolFit, volFit } from './implied-vol-quotes.ts';
import type { Market } from './market.ts';
import { createSabr, type SabrParameters, sabrMartingaleWarnings } from './sabr.ts';

export interface SabrCalibrationOptions {
  /** β is chosen, not fitted: one smile does not tell it from the correlation. 1 by default. */
  readonly beta?: number;
  /** Trading days in the market's year; 252 by default. */
  readonly daysPerYear?: number;
  /** Largest weighted root mean square error that counts as a fit, in volatility points; 2 by default. */
  readonly limitVolPoints?: number;
}

export interface SabrCalibration {
  readonly market: Market;
  readonly parameters: SabrParameters;
  readonly fit: VolFit;
}

/**
 * SABR calibrated to implied volatilities by weighted least squares on Hagan et al.'s formula (`haganVol`): one set of
 * volatility, correlation and volatility of volatility for all expiries given, as the market that is drawn has. A desk's
 * habit of one set per expiry is `calibrateSabrByExpiry`.
 *
 * Bounds: volatility from 0.001 to 5, |correlation| up to 0.999, volatility of volatility from 0.001 to 20.
 *
 * @throws InputError on quotes that contradict each other, are too few (3 strikes of one expiry are needed) or are missed
 * by more than `limitVolPoints`; RangeError on a β outside [0, 1]
 * @example
 * const { market, fit } = calibrateSabr(quotes); // fit.rmseVolPoints says how well it meets the quotes
 */
export function calibrateSabr(
  quotes: readonly ImpliedVolQuote[],
  { beta = 1, limitVolPoints = 2, daysPerYear = tradingDaysPerYear }: SabrCalibrationOptions = {},
): SabrCalibration {
  if (!(beta >= 0 && beta <= 1)) throw new RangeError(`beta is ${beta}: expected a number in [0, 1]`);
  checkImpliedVolQuotes(quotes, { model: 'SABR', quotes: 3, expiries: 1, strikes: 3 });
  const counted = quotes.filter(({ weight = 1 }) => weight > 0);
  const vols = (coordinates: readonly number[], of: readonly ImpliedVolQuote[]) => {
    const { volAnnual, ...shape } = fromCoordinates(coordinates, beta);
    return of.map(({ moneyness, years }) => haganVol(1, moneyness, years, volAnnual, shape));
  };
  const lowest = toCoordinates(0.001, -0.999, 0.001);
  const highest = toCoordinates(5, 0.999, 20);
  const values = fitImpliedVols(counted, {
    starts: startingPoints(counted, beta),
    lowest,
    highest,
    vols: (at) => vols(at, counted),
  });
  const parameters = { ...fromCoordinates(values, beta), daysPerYear };
  return {
    market: createSabr(parameters),
    parameters,
    fit: volFit('SABR', quotes, vols(values, quotes), limitVolPoints, [
      ...boundWarnings({ names: ['volAnnual', 'correlation', 'volOfVol'], values, lowest, highest }),
      ...sabrMartingaleWarnings(parameters),
    ]),
  };
}

/**
 * A calibration for each expiry by itself, in order of years; every one needs 3 strikes.
 *
 * @throws as `calibrateSabr`
 */
export function calibrateSabrByExpiry(
  quotes: readonly ImpliedVolQuote[],
  options: SabrCalibrationOptions = {},
): readonly (SabrCalibration & { readonly years: number })[] {
  const expiries = [...new Set(quotes.map(({ years }) => years))].toSorted((a, b) => a - b);
  return expiries.map((years) => ({
    years,
    ...calibrateSabr(
      quotes.filter((quote) => quote.years === years),
      options,
    ),
  }));
}

function toCoordinates(volAnnual: number, correlation: number, volOfVol: number): number[] {
  return [Math.log(volAnnual), Math.atanh(correlation), Math.log(volOfVol)];
}

function fromCoordinates([logVol, angle, logVolOfVol]: readonly number[], beta: number) {
  return { volAnnual: Math.exp(logVol), beta, correlation: Math.tanh(angle), volOfVol: Math.exp(logVolOfVol) };
}

/**
 * Two starting points: one from the level, slope and curvature of the shortest smile with 3 strikes, by the formula's
 * expansion σ(k) ≈ α (1 + ½ (ρλ − (1 − β)) k + ((1 − β)² + (2 − 3ρ²) λ²) k² / 12), λ = ν/α, and one of middling size,
 * for smiles whose curvature misleads.
 */
function startingPoints(quotes: readonly ImpliedVolQuote[], beta: number): number[][] {
  const strikesAt = (years: number) => quotes.filter((quote) => quote.years === years);
  const years = Math.min(...quotes.map((quote) => quote.years).filter((expiry) => strikesAt(expiry).length >= 3));
  const smile = strikesAt(years).toSorted((a, b) => Math.abs(Math.log(a.moneyness)) - Math.abs(Math.log(b.moneyness)));
  const low = smile.reduce((lowest, quote) => (quote.moneyness < lowest.moneyness ? quote : lowest));
  const high = smile.reduce((highest, quote) => (quote.moneyness > highest.moneyness ? quote : highest));
  const middle = smile.find((quote) => quote !== low && quote !== high)!;
  const [k0, k1, k2] = [low, middle, high].map(({ moneyness }) => Math.log(moneyness));
  const first = (middle.impliedVol - low.impliedVol) / (k1 - k0);
  const curve = ((high.impliedVol - middle.impliedVol) / (k2 - k1) - first) / (k2 - k0);
  const slope = first - curve * (k0 + k1);
  const level = Math.max(low.impliedVol - slope * k0 - curve * k0 * k0, 0.01);
  const tilt = (2 * slope) / level + (1 - beta);
  const square = Math.max(((12 * curve) / level - (1 - beta) ** 2 + 3 * tilt * tilt) / 2, tilt * tilt * 1.05, 0.01);
  const lambda = Math.sqrt(square);
  const clampedVolOfVol = Math.min(Math.max(lambda * level, 0.05), 5);
  return [
    toCoordinates(level, Math.min(Math.max(tilt / lambda, -0.95), 0.95), clampedVolOfVol),
    toCoordinates(level, tilt < 0 ? -0.3 : 0.3, Math.min(0.5 / Math.sqrt(years), 5)),
  ];
}
