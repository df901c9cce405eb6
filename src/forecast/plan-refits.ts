import type { Bars } from '../market/bars.ts';
import { firstRowOf } from '../regimes/walk-regimes.ts';
import { InputError } from '../support/input-error.ts';
import { requireCount } from '../support/require.ts';

/** When a forecaster is fitted again, and on which rows. */
export interface RefitScheduleOptions {
  /** Rows of the first fit; 1000 by default. */
  readonly firstFitRows?: number | undefined;
  /** Rows from one refit to the next; 63 by default, a quarter. */
  readonly refitEveryRows?: number | undefined;
  /** Rows fitted on at most, the last ones; all of them by default. */
  readonly windowRows?: number | undefined;
}

/** One fit of a walk: on rows [from, row], used for rows [row, until). */
export interface PlannedRefit {
  readonly from: number;
  readonly row: number;
  readonly until: number;
}

/** The fits of a walk over so many rows, oldest first. Throws an InputError when there are fewer rows than the first takes. */
export function planRefits(
  rows: number,
  { firstFitRows = 1000, refitEveryRows = 63, windowRows }: RefitScheduleOptions,
): readonly PlannedRefit[] {
  requireCount('firstFitRows', firstFitRows);
  requireCount('refitEveryRows', refitEveryRows);
  if (windowRows !== undefined) requireCount('windowRows', windowRows);
  if (rows < firstFitRows) {
    throw new InputError(
      `the history has ${rows} rows: expected at least ${firstFitRows}, those of the first fit; give a longer history or a shorter first fit`,
    );
  }
  const refits: PlannedRefit[] = [];
  for (let row = firstFitRows - 1; row < rows; row += refitEveryRows) {
    refits.push({ from: firstRowOf(row, windowRows), row, until: Math.min(rows, row + refitEveryRows) });
  }
  return refits;
}

/**
 * The last row on or before a date (ISO `YYYY-MM-DD`): what turns a date of first fit into rows.
 *
 * @throws InputError when the history starts later
 * @example
 * walkForecasts(har, bars, { firstFitRows: rowOfDate(bars, '2005-12-30') + 1, horizonDays: [1, 5, 22], seed: 7 });
 */
export function rowOfDate({ dates }: Pick<Bars, 'dates'>, date: string): number {
  const row = dates.findLastIndex((each) => each <= date);
  if (row >= 0) return row;
  throw new InputError(`no row on or before ${date}: the history starts on ${dates[0] ?? 'no day, for it is empty'}`);
}
