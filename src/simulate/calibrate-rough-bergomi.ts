import { tradingDaysPerYear } from '../market/trading-days.ts';
import { InputError } from '../support/input-error.ts';
import { requireCount, requirePositive } from '../support/require.ts';
import { conditionalSmile, type VarianceIntegrals } from './conditional-pricing.ts';
import { fitImpliedVols } from './fit-implied-vols.ts';
import { boundWarnings, expiryWarnings } from './fit-warnings.ts';
import { checkImpliedVolQuotes, type ImpliedVolQuote, type VolFit, volFit } from './implied-vol-quotes.ts';
import type { Market } from './market.ts';
import { createRoughBergomi, type RoughBergomiParameters } from './rough-bergomi.ts';
import { simulateRoughIntegrals } from './rough-integrals.ts';

export interface RoughBergomiCalibrationOptions {
  /**
   * 'flat' (default): one forward variance for all days. 'by-expiry': one for the days up to the first expiry, one from
   * there to the second, and so on, which lets the level of each expiry be met.
   */
  readonly curve?: 'flat' | 'by-expiry';
  /** Simulated paths; the parameters found carry their noise. 4096 by default; an even number. */
  readonly paths?: number;
  /** Of the shocks, which stay the same throughout; 1 by default. */
  readonly seed?: number;
  /** Trading days in a year; 252 by default. */
  readonly daysPerYear?: number;
  /** Moves a trading day; 1 by default. */
  readonly substepsPerDay?: number;
  /** Largest weighted root mean square error that counts as a fit, in volatility points; 2 by default. */
  readonly limitVolPoints?: number;
}

export interface RoughBergomiCalibration {
  readonly market: Market;
  readonly parameters: RoughBergomiParameters;
  readonly fit: VolFit;
}

/**
 * Rough Bergomi calibrated to implied volatilities by weighted least squares: H, η, ρ and the forward variance. Options are
 * priced on the market's own grid of days by the conditional Monte Carlo estimator (`conditionalSmile`) with the same shocks
 * throughout, so that the error is a smooth function of the parameters. Expiries count as whole days, at least one. Takes
 * seconds: time grows with the number of paths, of quotes and with the square of the longest expiry.
 *
 * Bounds: H from 0.01 to 0.5, η from 0.05 to 8, |ρ| up to 0.99, forward volatilities from 0.01 to 3. H is told from η by
 * how smiles flatten with the expiry: hence two expiries, the farther apart the better.
 *
 * @throws InputError on quotes that contradict each other, are too few (4, at 2 expiries, with 3 strikes at one of them) or are
 * missed by more than `limitVolPoints`; RangeError on an option out of range
 * @example
 * const { market, fit } = calibrateRoughBergomi(quotes); // fit.rmseVolPoints says how well it meets the quotes
 */
export function calibrateRoughBergomi(
  quotes: readonly ImpliedVolQuote[],
  options: RoughBergomiCalibrationOptions = {},
): RoughBergomiCalibration {
  const { curve = 'flat', paths = 4096, seed = 1, limitVolPoints = 2 } = options;
  const { daysPerYear = tradingDaysPerYear, substepsPerDay = 1 } = options;
  if (!(Number.isInteger(paths) && paths >= 256 && paths % 2 === 0)) {
    throw new RangeError(`paths is ${paths}: expected an even number of 256 or more`);
  }
  requirePositive('daysPerYear', daysPerYear);
  requireCount('substepsPerDay', substepsPerDay);
  const perDay = { daysPerYear, substepsPerDay };
  checkImpliedVolQuotes(quotes, { model: 'rough Bergomi', quotes: 4, expiries: 2, strikes: 3 });
  const counted = quotes.filter(({ weight = 1 }) => weight > 0);
  const pricer = createPricer(quotes, counted, perDay, paths, seed);
  const levels = curve === 'flat' ? 1 : pricer.days.length;
  const level = Math.log(counted.reduce((sum, { impliedVol }) => sum + impliedVol, 0) / counted.length);
  const start = (hurst: number, volOfVol: number) => [
    ...[Math.log(hurst), Math.log(volOfVol), Math.atanh(startingCorrelation(counted))],
    ...new Array<number>(levels).fill(level),
  ];
  const filled = (vol: number) => new Array<number>(levels).fill(Math.log(vol));
  const lowest = [Math.log(0.01), Math.log(0.05), Math.atanh(-0.99), ...filled(0.01)];
  const highest = [Math.log(0.5), Math.log(8), Math.atanh(0.99), ...filled(3)];
  const values = fitImpliedVols(counted, {
    starts: [start(0.12, 1.5)],
    lowest,
    highest,
    difference: 2e-3,
    tolerance: 1e-4,
    vols: (at) => pricer.vols(at, counted),
  });
  const { hurst, volOfVol, correlation, forwardVols } = fromCoordinates(values);
  const forwardVariance = curve === 'flat' ? forwardVols[0] ** 2 : pricer.dailyCurve(forwardVols).map((value) => value);
  const parameters = { hurst, volOfVol, correlation, forwardVariance, ...perDay };
  return {
    market: createRoughBergomi(parameters),
    parameters,
    fit: volFit('rough Bergomi', quotes, pricer.vols(values, quotes), limitVolPoints, [
      ...boundWarnings({ names: coordinateNames(levels), values, lowest, highest }),
      ...expiryWarnings(quotes),
      ...(correlation > 0
        ? ['with a positive correlation the price is no martingale: its mean falls short at long lives.']
        : []),
    ]),
  };
}

function coordinateNames(levels: number): string[] {
  const vols = Array.from({ length: levels }, (_, i) =>
    levels === 1 ? 'forwardVariance' : `forwardVariance ${i + 1}`,
  );
  return ['hurst', 'volOfVol', 'correlation', ...vols];
}

function fromCoordinates([logHurst, logVolOfVol, angle, ...logVols]: readonly number[]) {
  return {
    hurst: Math.exp(logHurst),
    volOfVol: Math.exp(logVolOfVol),
    correlation: Math.tanh(angle),
    forwardVols: logVols.map(Math.exp),
  };
}

/** Negative where lower strikes are quoted higher. */
function startingCorrelation(quotes: readonly ImpliedVolQuote[]): number {
  const years = Math.min(...quotes.map((quote) => quote.years));
  const smile = quotes.filter((quote) => quote.years === years).toSorted((a, b) => a.moneyness - b.moneyness);
  return smile[0].impliedVol >= smile[smile.length - 1].impliedVol ? -0.5 : 0.5;
}

interface PerDay {
  readonly daysPerYear: number;
  readonly substepsPerDay: number;
}

/** Prices quotes at coordinates, keeping the paths of the last few pairs of H and η and forward variances. */
function createPricer(
  quotes: readonly ImpliedVolQuote[],
  counted: readonly ImpliedVolQuote[],
  { daysPerYear, substepsPerDay }: PerDay,
  paths: number,
  seed: number,
) {
  const dayOf = (years: number) => Math.max(1, Math.round(years * daysPerYear));
  const allDays = uniqueSorted(quotes.map(({ years }) => dayOf(years)));
  const days = uniqueSorted(counted.map(({ years }) => dayOf(years)));
  if (days.length < 2) {
    throw new InputError(
      `quotes of one expiry, ${days[0]} days, do not tell the roughness from the volatility of volatility: expected 2 or more`,
    );
  }
  const years = 1 / (daysPerYear * substepsPerDay);
  const kept = new Map<string, readonly VarianceIntegrals[]>();

  function dailyCurve(forwardVols: readonly number[]): number[] {
    const last = allDays[allDays.length - 1];
    return Array.from({ length: last }, (_, day) => {
      const segment = days.findIndex((end) => day < end);
      const index = segment < 0 ? days.length - 1 : segment;
      return forwardVols[Math.min(index, forwardVols.length - 1)] ** 2;
    });
  }

  function integralsAt(hurst: number, volOfVol: number, forwardVols: readonly number[]): readonly VarianceIntegrals[] {
    const relative = forwardVols.map((vol) => vol / forwardVols[0]);
    const key = [hurst, volOfVol, ...relative].join();
    let integrals = kept.get(key);
    if (integrals === undefined) {
      const daily = dailyCurve(relative);
      const forwardVariance = Float64Array.from(
        { length: daily.length * substepsPerDay + 1 },
        (_, i) => daily[Math.min(Math.floor(i / substepsPerDay), daily.length - 1)],
      );
      const lives = allDays.map((day) => day * substepsPerDay);
      integrals = simulateRoughIntegrals({ hurst, volOfVol, years, forwardVariance }, lives, paths, seed);
      kept.set(key, integrals);
      if (kept.size > 3) kept.delete(kept.keys().next().value!);
    }
    return integrals;
  }

  function vols(coordinates: readonly number[], of: readonly ImpliedVolQuote[]): number[] {
    const { hurst, volOfVol, correlation, forwardVols } = fromCoordinates(coordinates);
    const integrals = integralsAt(hurst, volOfVol, forwardVols);
    const smiles = allDays.map((day, index) =>
      conditionalSmile(integrals[index], correlation, day / daysPerYear, forwardVols[0] ** 2),
    );
    return of.map((quote) => smiles[allDays.indexOf(dayOf(quote.years))].impliedVol(quote.moneyness));
  }

  return { days, dailyCurve, vols };
}

function uniqueSorted(values: readonly number[]): number[] {
  return [...new Set(values)].toSorted((a, b) => a - b);
}
