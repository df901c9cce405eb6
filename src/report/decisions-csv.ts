import type { BacktestRun } from '../backtest/results.ts';
import { createNumberMemory, csvChunks, csvField, csvNumber, csvRegime } from './csv-text.ts';

/**
 * decisions.csv: one row per policy, contract and close, the expiry included
 * (`policy,episode,date,step,spot,impliedVol,forecastVol,regime,holding`): what was known at that close and what was
 * held after its trade. Volatilities are annualised decimals, the holding is in units of the underlying per 1 unit of
 * contract.
 */
export function decisionsCsv({ decisions: table, bars }: Pick<BacktestRun, 'decisions' | 'bars'>): Iterable<string> {
  const names = table.policyNames.map(csvField);
  const { dates } = bars;
  const spot = createNumberMemory(dates.length);
  const impliedVol = createNumberMemory(dates.length);
  // A forecast runs to expiry: it is the same for every policy at the same close and step.
  const steps = table.step.reduce((most, step) => Math.max(most, step), 0) + 1;
  const forecastVol = createNumberMemory(dates.length * steps);
  return csvChunks('policy,episode,date,step,spot,impliedVol,forecastVol,regime,holding', table.rows, (index) => {
    const row = table.row[index];
    const step = table.step[index];
    return `${names[table.policy[index]]},${table.episode[index]},${dates[row]},${step},${spot(row, table.spot[index])},${impliedVol(row, table.impliedVol[index])},${forecastVol(row * steps + step, table.forecastVol[index])},${csvRegime(table.regime[index])},${csvNumber(table.holding[index])}\n`;
  });
}
