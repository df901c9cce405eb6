import { dieboldMariano } from '../forecast/diebold-mariano.ts';
import { qlike } from '../forecast/losses.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { mean } from '../math/moments.ts';
import type { DetectorResult, ForecastResult } from './results.ts';
import type { Alignment } from './walk-signals.ts';

/** Rows [from, to). */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Scores each forecaster over the evaluated rows whose outcome is known: normalised QLIKE and squared error of the
 * daily variance (in percent squared) of the returns over the tenor, with Diebold–Mariano against EWMA on QLIKE.
 */
export function scoreForecasts(
  forecasts: Readonly<Record<string, Float64Array>>,
  realisedVol: Float64Array,
  horizonDays: number,
  { from, to }: RowRange,
): readonly ForecastResult[] {
  const names = Object.keys(forecasts);
  const rows: number[] = [];
  for (let row = from; row < to; row++) {
    if (realisedVol[row] > 0 && names.every((name) => forecasts[name][row] > 0)) rows.push(row);
  }
  const losses = names.map((name) =>
    Float64Array.from(rows, (row) => qlike(realisedVol[row] ** 2, forecasts[name][row] ** 2)),
  );
  const ewma = names.indexOf('ewma');
  return names.map((name, index) => ({
    name,
    qlike: mean(losses[index]),
    mse: mean(
      Float64Array.from(
        rows,
        (row) => (dailyPercentVariance(realisedVol[row]) - dailyPercentVariance(forecasts[name][row])) ** 2,
      ),
    ),
    days: rows.length,
    dmVersusEwma:
      index === ewma || ewma < 0 || rows.length < 2 * horizonDays
        ? null
        : dieboldMariano(losses[index], losses[ewma], { horizon: horizonDays }).statistic,
  }));
}

/** What the filter said of the evaluated rows, regime by regime. */
export function scoreDetector(
  name: string,
  labels: Int32Array,
  returns: Float64Array,
  states: number,
  alignment: Alignment,
  { from, to }: RowRange,
): DetectorResult {
  const count = new Float64Array(states);
  const squares = new Float64Array(states);
  const center = mean(returns.subarray(from, to));
  let switches = 0;
  for (let row = from; row < to; row++) {
    const k = labels[row];
    count[k] += 1;
    // About the mean of all evaluated days: a regime of one stormy day is not a calm one.
    squares[k] += (returns[row] - center) ** 2;
    if (row > from && labels[row - 1] !== k) switches += 1;
  }
  return {
    name,
    states: Array.from({ length: states }, (_, regime) => ({
      regime,
      volAnnual: count[regime] === 0 ? 0 : Math.sqrt((tradingDaysPerYear * squares[regime]) / count[regime]),
      share: count[regime] / (to - from),
    })),
    switches,
    alignment: alignment.lowest,
    disputedRefits: alignment.disputed,
  };
}

function dailyPercentVariance(volAnnual: number): number {
  return (10_000 * volAnnual ** 2) / tradingDaysPerYear;
}
