import { tradingDaysPerYear } from '../market/trading-days.ts';
import type { BacktestConfig } from './config.ts';

/**
 * One refit: fitted on rows [trainFrom, row] and used for what is decided on rows [row, until). At the close of `row`
 * that row is known, so the model may have seen it.
 */
export interface Refit {
  readonly trainFrom: number;
  readonly row: number;
  readonly until: number;
}

/**
 * Refits of one part of the walk-forward: the first after `firstYears`, then every `refitYears`, to the last row.
 * The schedule counts rows from the first one, so rows that arrive later move no earlier refit.
 */
export function scheduleRefits(
  rows: number,
  firstYears: number,
  { refitYears, window, rollingYears }: BacktestConfig['walkForward'],
): readonly Refit[] {
  const first = Math.max(1, Math.round(firstYears * tradingDaysPerYear)) - 1;
  const stride = Math.max(1, Math.round(refitYears * tradingDaysPerYear));
  const length = Math.round(rollingYears * tradingDaysPerYear);
  const refits: Refit[] = [];
  for (let row = first; row < rows; row += stride) {
    const trainFrom = window === 'rolling' ? Math.max(0, row + 1 - length) : 0;
    refits.push({ trainFrom, row, until: Math.min(rows, row + stride) });
  }
  return refits;
}
