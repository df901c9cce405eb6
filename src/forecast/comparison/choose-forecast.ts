import { requireCount, requireOneOf } from '../../support/require.ts';
import type { ForecastTable } from '../forecast-table.ts';
import { qlike } from '../losses.ts';

export interface ChooseForecastOptions {
  /** Names of the table's forecasts to choose from; the first is kept where there is too little to go by. */
  readonly candidates: readonly string[];
  /** Losses are read of forecasts whose days are over at the close of this row. */
  readonly row: number;
  /** Windows that do not overlap, at least, that it takes to prefer another candidate; 100 by default. */
  readonly leastWindows?: number | undefined;
}

/** What is chosen for a horizon, and why. */
export interface ForecastChoice {
  readonly horizonDays: number;
  readonly chosen: string;
  /** Mean QLIKE of each candidate over the days read, in their order; NaN when there are none. */
  readonly qlike: readonly number[];
  /** Days read: all candidates and the realised variance are known and not 0. */
  readonly days: number;
  /** `days` over the horizon: how many windows do not overlap. */
  readonly windows: number;
}

/**
 * Chooses one forecast for each horizon by mean QLIKE over the past of a row alone. Overlapping windows of h days hold about
 * as much as one h-th of them that do not overlap: where these are fewer than `leastWindows`, the losses of a few quarters
 * decide, and the first candidate stays, which should be the simplest.
 *
 * @throws RangeError on unknown candidates and on a row outside the table
 * @example
 * const choice = chooseForecast(table, { candidates: ['plain', 'with lstm'], row: rowOfDate(bars, '2005-12-30') });
 * choice[0].chosen; // at the first horizon
 */
export function chooseForecast(
  table: ForecastTable,
  { candidates, row, leastWindows = 100 }: ChooseForecastOptions,
): readonly ForecastChoice[] {
  if (candidates.length === 0) throw new RangeError('candidates is empty: expected one name or more');
  for (const name of candidates) requireOneOf('candidate', name, Object.keys(table.forecasts));
  requireCount('leastWindows', leastWindows);
  if (!(Number.isInteger(row) && row >= 0 && row < table.dates.length)) {
    throw new RangeError(`row is ${row}: expected a row of the table, 0 to ${table.dates.length - 1}`);
  }
  return table.horizonDays.map((horizonDays, h) => {
    const realised = table.realised[h];
    const forecasts = candidates.map((name) => table.forecasts[name][h]);
    const sums = new Float64Array(candidates.length);
    let days = 0;
    for (let t = 0; t + horizonDays <= row; t++) {
      const losses = forecasts.map((forecast) => qlike(realised[t], forecast[t]));
      if (!losses.every(Number.isFinite)) continue;
      for (let i = 0; i < sums.length; i++) sums[i] += losses[i];
      days++;
    }
    const means = [...sums].map((sum) => sum / days);
    const windows = days / horizonDays;
    const best = windows >= leastWindows ? means.indexOf(Math.min(...means)) : 0;
    return { horizonDays, chosen: candidates[best], qlike: means, days, windows };
  });
}
