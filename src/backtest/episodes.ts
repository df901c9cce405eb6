import { referenceLevel } from '../contracts/reference-level.ts';
import { type Paths, regimeSignal } from '../market/paths.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import type { HedgingTerms } from './hedging-terms.ts';
import type { SignalTable } from './signal-table.ts';
import { forecastHalfSpreadSignal, halfSpreadSignal } from './terms-of-config.ts';

export interface EpisodeTerms extends Pick<HedgingTerms, 'contract' | 'underlying'> {
  readonly tenorDays: number;
}

/** Rows in [from, to) at which a contract is written: every `everyDays`-th row, counted from row 0. */
export function writingRows(from: number, to: number, everyDays: number): Int32Array {
  const rows: number[] = [];
  for (let row = Math.ceil(from / everyDays) * everyDays; row < to; row += everyDays) rows.push(row);
  return Int32Array.from(rows);
}

/**
 * One path per writing row: the real prices and signals from its close to its expiry. Columns are copied, so paths of
 * a cut table hold nothing beyond the cut. An episode still open at the last row repeats that row to its expiry: its
 * decisions up to the last row are real, its P&L is not (`isExpired` tells which). Under Bachelier's model volatilities are
 * in money: those of the table times the price of the same row.
 */
export function episodePaths(
  table: SignalTable,
  writing: Int32Array,
  { tenorDays, contract, underlying }: EpisodeTerms,
): Paths {
  const moneyness = referenceLevel(contract);
  const isNormal = underlying.model === 'bachelier';
  const count = writing.length;
  const last = table.rows - 1;
  const column = () => new Float64Array((tenorDays + 1) * count);
  const spot = column();
  const impliedVol = column();
  const forecastVol = column();
  const halfSpread = table.halfSpreadBps === undefined ? null : column();
  const interestYears = table.interestTime === undefined ? null : new Float64Array(tenorDays * count);
  const regimes: { from: Float64Array; to: Float64Array }[] = [];
  const signals: Record<string, Float64Array> = { forecastVol };
  const forecastSpread = table.forecastSpread === undefined ? null : column();
  if (forecastSpread !== null) signals.forecastSpread = forecastSpread;
  if (halfSpread !== null) signals[halfSpreadSignal] = halfSpread;
  const halfSpreadToCome = table.forecastHalfSpreadBps === undefined ? null : column();
  if (halfSpreadToCome !== null) signals[forecastHalfSpreadSignal] = halfSpreadToCome;
  for (const [detector, columns] of Object.entries(table.regimes)) {
    columns.forEach((from, regime) => {
      const to = column();
      signals[regimeSignal(detector, regime)] = to;
      regimes.push({ from, to });
    });
  }
  for (let step = 0; step <= tenorDays; step++) {
    // The forecast runs to expiry; on the expiry itself nothing is left to forecast.
    const remaining = table.forecastVol[tenorDays - step - 1];
    const apart = table.forecastSpread?.[tenorDays - step - 1];
    const toCome = table.forecastHalfSpreadBps?.[tenorDays - step - 1];
    for (let path = 0; path < count; path++) {
      const row = Math.min(writing[path] + step, last);
      const cell = step * count + path;
      spot[cell] = table.close[row];
      const volUnit = isNormal ? table.close[row] : 1;
      impliedVol[cell] = volUnit * table.impliedVol[row];
      forecastVol[cell] = remaining === undefined ? Number.NaN : volUnit * remaining[row];
      if (forecastSpread !== null) forecastSpread[cell] = apart === undefined ? Number.NaN : volUnit * apart[row];
      if (halfSpread !== null) halfSpread[cell] = table.halfSpreadBps![row];
      if (halfSpreadToCome !== null) halfSpreadToCome[cell] = toCome === undefined ? Number.NaN : toCome[row];
      if (interestYears !== null && step < tenorDays) {
        interestYears[cell] = table.interestTime![Math.min(row + 1, last)] - table.interestTime![row];
      }
      for (const { from, to } of regimes) to[cell] = from[row];
    }
  }
  return {
    paths: count,
    steps: tenorDays,
    spot,
    impliedVol,
    yearsToExpiry: Float64Array.from({ length: tenorDays + 1 }, (_, step) => (tenorDays - step) / tradingDaysPerYear),
    strike: spot.slice(0, count).map((price) => moneyness * price),
    signals,
    ...(interestYears !== null && { interestYears }),
  };
}

/** Whether the contract written at a row has expired by the last row of the table. */
export function isExpired(table: SignalTable, writingRow: number, tenorDays: number): boolean {
  return writingRow + tenorDays < table.rows;
}
