import type { runBacktest } from '../backtest/run-backtest.ts';
import type { renderComparisonTable } from '../report/comparison-table.ts';
import type { renderResultsJson } from '../report/results-json.ts';
import type { writeReport } from '../report/write-report.ts';

/** A stream that the command writes to; a terminal says so, and how wide it is. */
export type CliStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Signals that stop a run. */
export type StopSignal = 'SIGINT' | 'SIGTERM';

/** A function whose room is loaded when it is first called. */
type Loaded<F extends (...args: never[]) => unknown> = (...args: Parameters<F>) => Promise<ReturnType<F>>;

/** Everything that the command reaches outside itself: handed in, so that tests can put their own in place. */
export interface CliDependencies {
  readonly stdout: CliStream;
  readonly stderr: CliStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** Calls `listener` at every such signal until the returned function is called. */
  readonly onStopSignal: (listener: (signal: StopSignal) => void) => () => void;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
  readonly runBacktest: typeof runBacktest;
  readonly writeReport: typeof writeReport;
  readonly renderComparisonTable: Loaded<typeof renderComparisonTable>;
  readonly renderResultsJson: Loaded<typeof renderResultsJson>;
}
