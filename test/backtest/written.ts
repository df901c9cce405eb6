import type { BacktestRun } from '../../src/backtest/results.ts';
import { decisionsCsv } from '../../src/report/decisions-csv.ts';
import { renderResultsJson } from '../../src/report/results-json.ts';

/** Everything that a run writes, but for the seconds that it took. */
export function written(run: BacktestRun): string {
  return [renderResultsJson(run).replace(/"seconds": [\d.]+/, '"seconds": 0'), ...decisionsCsv(run)].join('\n');
}
