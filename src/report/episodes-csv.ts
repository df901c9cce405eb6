import type { BacktestRun } from '../backtest/results.ts';
import { csvChunks, csvField, csvNumber, csvRegime } from './csv-text.ts';

/**
 * episodes.csv: one row per policy and contract, money per 1 unit of contract, ISO dates
 * (`policy,episode,start,expiry,regime,premium,payoff,gains,costs,interest,pnl`). In each row
 * pnl = premium − payoff + gains − costs + interest.
 */
export function episodesCsv({ episodes: table, bars }: Pick<BacktestRun, 'episodes' | 'bars'>): Iterable<string> {
  const names = table.policyNames.map(csvField);
  const { dates } = bars;
  return csvChunks(
    'policy,episode,start,expiry,regime,premium,payoff,gains,costs,interest,pnl',
    table.rows,
    (row) =>
      `${names[table.policy[row]]},${table.episode[row]},${dates[table.start[row]]},${dates[table.expiry[row]]},${csvRegime(table.regime[row])},${csvNumber(table.premium[row])},${csvNumber(table.payoff[row])},${csvNumber(table.gains[row])},${csvNumber(table.costs[row])},${csvNumber(table.interest[row])},${csvNumber(table.pnl[row])}\n`,
  );
}
