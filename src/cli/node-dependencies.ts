import { packageVersion } from '../support/package-version.ts';
import type { CliDependencies, StopSignal } from './dependencies.ts';

const stopSignals: readonly StopSignal[] = ['SIGINT', 'SIGTERM'];

/** The command's surroundings in Node. The heavy rooms are loaded when they are first called, so `--help` is quick. */
export function nodeDependencies(): CliDependencies {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    version: packageVersion(),
    now: () => performance.now(),
    onStopSignal,
    exit: (code) => process.exit(code),
    runBacktest: async (...args) => (await import('../backtest/run-backtest.ts')).runBacktest(...args),
    writeReport: async (...args) => (await import('../report/write-report.ts')).writeReport(...args),
    renderComparisonTable: async (...args) =>
      (await import('../report/comparison-table.ts')).renderComparisonTable(...args),
    renderResultsJson: async (...args) => (await import('../report/results-json.ts')).renderResultsJson(...args),
  };
}

function onStopSignal(listener: (signal: StopSignal) => void): () => void {
  for (const signal of stopSignals) process.on(signal, listener);
  return () => {
    for (const signal of stopSignals) process.off(signal, listener);
  };
}
