import { qlikeOrNone } from '../../forecast/comparison/score-forecast.ts';
import type { ForecastTable } from '../../forecast/forecast-table.ts';
import { meanLoss } from '../../forecast/losses.ts';

/** Rows with an outcome that a choice before the scored span takes. */
const FEWEST_ROWS = 500;

export interface ForecastChoice {
  readonly forecaster: string;
  /** By the user, by the rows before those scored, or by the rows scored: then its score there is flattered. */
  readonly by: 'user' | 'rows before' | 'rows scored';
  /** By forecaster: QLIKE over that of the reference, mean over the horizons. Empty where the user chose. */
  readonly relativeQlike: Readonly<Record<string, number>>;
}

export interface ChooseForecastOptions {
  /** First row that is scored. */
  readonly from: number;
  /** The forecast whose QLIKE is the unit, so that every horizon counts alike. */
  readonly reference: string;
}

/**
 * The forecast of least QLIKE, relative to that of a reference and averaged over the horizons. It is chosen on rows whose
 * outcomes were over before the first row scored, where there are 500 of them at every horizon; otherwise on the rows scored. All
 * are compared on the rows where all are known and something moved.
 *
 * @example
 * chooseForecast(table, { from: 2500, reference: 'har' }).forecaster;
 */
export function chooseForecast(table: ForecastTable, { from, reference }: ChooseForecastOptions): ForecastChoice {
  const { dates, horizonDays } = table;
  const before = horizonDays.map((days, h) => knownRows(table, h, 0, from - days));
  const isBefore = before.every((rows) => rows.length >= FEWEST_ROWS);
  const chosenOn = isBefore ? before : horizonDays.map((_, h) => knownRows(table, h, from, dates.length));
  const names = Object.keys(table.forecasts);
  const losses = names.map((name) => chosenOn.map((rows, h) => meanQlike(table, name, h, rows)));
  const unit = losses[names.indexOf(reference)];
  const relative = losses.map((byHorizon) => {
    const ratios = byHorizon.map((loss, h) => loss / unit[h]);
    return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  });
  return {
    forecaster: names[relative.indexOf(Math.min(...relative))],
    by: isBefore ? 'rows before' : 'rows scored',
    relativeQlike: Object.fromEntries(names.map((name, k) => [name, relative[k]])),
  };
}

function knownRows({ realised, forecasts }: ForecastTable, h: number, from: number, to: number): readonly number[] {
  const columns = Object.values(forecasts).map((byHorizon) => byHorizon[h]);
  const rows: number[] = [];
  for (let row = Math.max(0, from); row < to; row++) {
    if (realised[h][row] > 0 && columns.every((column) => column[row] > 0)) rows.push(row);
  }
  return rows;
}

function meanQlike({ realised, forecasts }: ForecastTable, name: string, h: number, rows: readonly number[]): number {
  return meanLoss(Float64Array.from(rows, (row) => qlikeOrNone(realised[h][row], forecasts[name][h][row])));
}
