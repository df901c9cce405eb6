import type { BacktestRun } from '../backtest/results.ts';
import { csvChunks, csvField, csvNumber, csvRegime } from './csv-text.ts';

/** Items of the ledger, in the order of the columns. */
const items = ['premium', 'payoff', 'gains', 'costs', 'interest', 'dividends', 'borrow', 'funding', 'pnl'] as const;

/**
 * episodes.csv: one row per policy and contract (`policy,episode,start,expiry,regime` and the items), money per 1 unit of
 * contract, ISO dates. In each row pnl = premium − payoff + gains − costs + interest + dividends − borrow − funding.
 */
export function episodesCsv({ episodes: table, bars }: Pick<BacktestRun, 'episodes' | 'bars'>): Iterable<string> {
  const names = table.policyNames.map(csvField);
  const { dates } = bars;
  return csvChunks(
    `policy,episode,start,expiry,regime,${items.join()}`,
    table.rows,
    (row) =>
      `${names[table.policy[row]]},${table.episode[row]},${dates[table.start[row]]},${dates[table.expiry[row]]},${csvRegime(table.regime[row])},${items.map((item) => csvNumber(table[item][row])).join()}\n`,
  );
}
