import type { JobFunction } from '../engine/jobs/executor.ts';
import { fitPolicies } from './fit-policies.ts';
import { type FitSignalsTask, fitSignals } from './fit-signals.ts';
import type { FitPoliciesTask } from './training-ground.ts';

/** What the walk-forward hands to workers: pure functions of the rows that they are given. */
export const backtestJobs: Readonly<Record<string, JobFunction>> = {
  fitSignals: (task, options) => fitSignals(task as FitSignalsTask, options),
  fitPolicies: (task, options) => fitPolicies(task as FitPoliciesTask, options),
};
