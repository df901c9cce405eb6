import type { ForecastTable } from '../forecast-table.ts';

/** A row number or an ISO date. */
export type RowLimit = number | string;

/** The rows of a table on which its forecasters are compared at one horizon, and what stands there. */
export interface ComparedRows {
  readonly rows: Int32Array;
  readonly realised: Float64Array;
  /** By forecaster, in the order of the table. */
  readonly forecasts: readonly Float64Array[];
}

/** The rows in [from, to) where the realised variance and every forecast are known. Too few are a RangeError. */
export function comparedRows(
  { dates, horizonDays, realised, forecasts }: ForecastTable,
  place: number,
  { from = 0, to = dates.length }: { readonly from?: RowLimit | undefined; readonly to?: RowLimit | undefined },
): ComparedRows {
  const [first, end] = [rowOf(dates, from), rowOf(dates, to)];
  const columns = Object.entries(forecasts).map(([name, byHorizon]) => ({ name, column: byHorizon[place] }));
  const outcome = realised[place];
  const rows: number[] = [];
  for (let row = first; row < end; row++) {
    for (const { name, column } of columns) {
      if (column[row] > 0 || Number.isNaN(column[row])) continue;
      throw new RangeError(`forecast of '${name}' is ${column[row]} on ${dates[row]}: expected a variance above 0`);
    }
    if (outcome[row] >= 0 && columns.every(({ column }) => column[row] > 0)) rows.push(row);
  }
  const fewest = Math.max(20, 2 * horizonDays[place]);
  const positive = rows.filter((row) => outcome[row] > 0).length;
  if (positive < fewest) {
    throw new RangeError(
      `${positive} rows have all forecasts and an outcome above 0 at ${horizonDays[place]} days: expected at least ${fewest}; leave a forecaster or a horizon out`,
    );
  }
  const pick = (column: Float64Array) => Float64Array.from(rows, (row) => column[row]);
  return {
    rows: Int32Array.from(rows),
    realised: pick(outcome),
    forecasts: columns.map(({ column }) => pick(column)),
  };
}

/** The row of a limit: of a date, the first row on or after it. */
function rowOf(dates: readonly string[], limit: RowLimit): number {
  if (typeof limit === 'number') return Math.min(Math.max(0, limit), dates.length);
  const row = dates.findIndex((date) => date >= limit);
  return row < 0 ? dates.length : row;
}
