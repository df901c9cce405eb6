import type { Bars } from '../market/bars.ts';
import { dailyVariance, type VarianceMeasure } from '../market/daily-variance.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import type { ForecastTable } from './forecast-table.ts';
import { checkHorizons } from './term-structure.ts';
import { forwardMean } from './variance-windows.ts';
import type { WalkedForecasts } from './walk-forecasts.ts';

/**
 * Per horizon h and row t: mean daily variance of days t+1..t+h. It looks ahead by nature: for scoring forecasts, never for a
 * policy. NaN where the days are not over.
 *
 * @throws InputError when the history lacks the target's column
 * @example
 * const [nextDay, nextMonth] = realisedVariance(bars, 'parkinson', [1, 22]);
 */
export function realisedVariance(
  history: Bars,
  target: VarianceMeasure,
  horizonDays: readonly number[],
): Float64Array[] {
  checkHorizons(horizonDays);
  const variance = dailyVariance(history, target);
  return horizonDays.map((days) => forwardMean(variance, days));
}

export interface ForecastTableParts {
  readonly history: Bars;
  /** The daily variance that forecasts are held against: that whose mean the forecasters forecast. */
  readonly target: VarianceMeasure;
  /** By forecaster, all with the same horizons. */
  readonly walks: Readonly<Record<string, Pick<WalkedForecasts, 'horizonDays' | 'volAnnual'>>>;
}

/**
 * Walked forecasts beside what followed, as daily variances: f = vol² / 252.
 *
 * @throws RangeError when there is no walk, or walks differ in horizons or are not of this history
 * @example
 * const table = toForecastTable({ history: bars, target: 'squared-return', walks: { har, ewma } });
 */
export function toForecastTable({ history, target, walks }: ForecastTableParts): ForecastTable {
  const names = Object.keys(walks);
  if (names.length === 0) throw new RangeError('walks is empty: expected one walk or more');
  const { horizonDays } = walks[names[0]];
  const rows = history.close.length;
  for (const name of names) {
    const walk = walks[name];
    if (walk.horizonDays.join() !== horizonDays.join()) {
      throw new RangeError(
        `walks.${name} has horizons [${walk.horizonDays}]: expected [${horizonDays}], as ${names[0]}`,
      );
    }
    const bad = walk.volAnnual.find((column) => column.length !== rows);
    if (bad !== undefined) {
      throw new RangeError(`walks.${name} has ${bad.length} rows: expected ${rows}, those of the history`);
    }
  }
  const toVariance = (column: Float64Array) => column.map((vol) => (vol * vol) / tradingDaysPerYear);
  return {
    dates: history.dates,
    horizonDays,
    realised: realisedVariance(history, target, horizonDays),
    forecasts: Object.fromEntries(names.map((name) => [name, walks[name].volAnnual.map(toVariance)])),
  };
}
