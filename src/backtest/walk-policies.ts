import type { Executor } from '../engine/jobs/executor.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import type { BacktestConfig } from './config.ts';
import type { PolicySegment } from './evaluate-policies.ts';
import type { FittedPolicies } from './fit-policies.ts';
import type { MarketData } from './market-data.ts';
import type { RunPlan } from './plan-run.ts';
import { runJobs } from './run-jobs.ts';
import { cutSignalTable, type SignalTable } from './signal-table.ts';
import type { FitPoliciesTask } from './training-ground.ts';

/** Fits the policies refit by refit; each fit is handed the signals up to its refit date and nothing after. */
export async function walkPolicies(
  table: SignalTable,
  { bars }: MarketData,
  config: BacktestConfig,
  { policyRefits }: RunPlan,
  executor: Executor,
  options: LongCallOptions,
): Promise<readonly PolicySegment[]> {
  const tasks = policyRefits.map(
    ({ trainFrom, row }): FitPoliciesTask => ({
      table: cutSignalTable(table, row + 1),
      trainFrom,
      date: bars.dates[row],
      config,
    }),
  );
  const fitted = await runJobs<FitPoliciesTask, FittedPolicies>(executor, 'fitPolicies', tasks, {
    ...options,
    label: (index) => `policies ${tasks[index].date}`,
  });
  return policyRefits.map(({ writing }, index) => ({ writing, fitted: fitted[index] }));
}
