import { chooseForecast } from '../../forecast/comparison/choose-forecast.ts';
import type { ForecastTable } from '../../forecast/forecast-table.ts';

/** Days with a forecast that a choice before the scored span takes; the outcomes of the last are not known at its start. */
const FEWEST_DAYS = 500;

/** One forecast for all horizons, and why. */
export interface ChoiceOverHorizons {
  readonly forecaster: string;
  /** What it was chosen by: the user, the days before those scored, or all days, so that its scores are flattered. */
  readonly by: 'user' | 'days before' | 'all days';
  /** By forecaster: QLIKE over that of the reference, mean over the horizons. Empty where the user chose. */
  readonly relativeQlike: Readonly<Record<string, number>>;
}

export interface ChooseOverHorizonsOptions {
  /** First row that is scored. */
  readonly from: number;
  /** The forecast whose QLIKE is the unit, so that every horizon counts alike. */
  readonly reference: string;
}

/**
 * The forecast of least QLIKE, relative to that of a reference and averaged over the horizons: on the days whose outcomes
 * were known at the close of the first row scored, where 500 days have a forecast by then, and otherwise on all days.
 *
 * @example
 * chooseOverHorizons(table, { from: 2500, reference: 'har' }).forecaster;
 */
export function chooseOverHorizons(
  table: ForecastTable,
  { from, reference }: ChooseOverHorizonsOptions,
): ChoiceOverHorizons {
  const candidates = Object.keys(table.forecasts);
  const before = chooseForecast(table, { candidates, row: from });
  const isBefore = before.every(({ days, horizonDays }) => days + horizonDays >= FEWEST_DAYS);
  const choices = isBefore ? before : chooseForecast(table, { candidates, row: table.dates.length - 1 });
  const unit = candidates.indexOf(reference);
  const relative = candidates.map(
    (_, k) => choices.reduce((sum, { qlike }) => sum + qlike[k] / qlike[unit], 0) / choices.length,
  );
  return {
    forecaster: candidates[relative.indexOf(Math.min(...relative))],
    by: isBefore ? 'days before' : 'all days',
    relativeQlike: Object.fromEntries(candidates.map((name, k) => [name, relative[k]])),
  };
}
