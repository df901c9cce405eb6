import { createCriterion } from '../risk/create-criterion.ts';
import type { BacktestConfig } from './config.ts';
import { episodePaths, writingRows } from './episodes.ts';
import { firstCompleteRow, type SignalTable } from './signal-table.ts';
import { hedgingTerms } from './terms-of-config.ts';
import type { TuningGround } from './tune.ts';

/** All that a fit of the policies is given: signals of rows up to the refit date and nothing after. */
export interface FitPoliciesTask {
  readonly table: SignalTable;
  /** First row of the training past. */
  readonly trainFrom: number;
  readonly date: string;
  readonly config: BacktestConfig;
}

/** The episodes that were written and have expired within the training past, with the signals as they were known then. */
export function trainingGround({ table, trainFrom, config }: FitPoliciesTask): TuningGround {
  const { tenorDays, everyDays } = config.contract;
  const from = Math.max(trainFrom, firstCompleteRow(table));
  const terms = hedgingTerms(config);
  return {
    paths: episodePaths(table, writingRows(from, table.rows - tenorDays, everyDays), { ...terms, tenorDays }),
    terms,
    criterion: createCriterion(config.objective),
  };
}
