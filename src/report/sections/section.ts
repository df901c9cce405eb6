import type { BacktestRun } from '../../backtest/results.ts';
import type { Html } from '../html.ts';

/** One part of the HTML report: its heading is written by the page. */
export interface ReportSection {
  /** Anchor in the page. */
  readonly id: string;
  readonly title: string;
  /** Null when the run has nothing to show here: the section is left out. */
  render(run: BacktestRun): Html | null;
}
