import type { BacktestRun } from '../backtest/results.ts';
import { csvChunks, csvField, csvNumber, csvRegime } from './csv-text.ts';

/**
 * decisions.csv: one row per policy, contract and close, the expiry included
 * (`policy,episode,date,step,spot,impliedVol,forecastVol,regime,holding`): what was known at that close and what was
 * held after its trade. Volatilities are annualised decimals, the holding is in units of the underlying per 1 unit of
 * contract.
 */
export function decisionsCsv({ decisions: table, bars }: Pick<BacktestRun, 'decisions' | 'bars'>): Iterable<string> {
  const names = table.policyNames.map(csvField);
  const { dates } = bars;
  return csvChunks(
    'policy,episode,date,step,spot,impliedVol,forecastVol,regime,holding',
    table.rows,
    (row) =>
      `${names[table.policy[row]]},${table.episode[row]},${dates[table.row[row]]},${table.step[row]},${csvNumber(table.spot[row])},${csvNumber(table.impliedVol[row])},${csvNumber(table.forecastVol[row])},${csvRegime(table.regime[row])},${csvNumber(table.holding[row])}\n`,
  );
}
