import type { BacktestRun } from '../backtest/results.ts';

/**
 * The text of results.json, schema 1 (docs/results-json.md): indented by two spaces, keys in the order of the schema, a
 * figure that does not exist (no episode, no variance) as null, a newline at the end. The same run gives the same text.
 */
export function renderResultsJson({ results }: Pick<BacktestRun, 'results'>): string {
  return `${JSON.stringify(results, finiteOrNull, 2)}\n`;
}

/** For JSON, which has no NaN: a replacer that writes null for figures that do not exist. */
export function finiteOrNull(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}
