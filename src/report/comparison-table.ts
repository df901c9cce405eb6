import type { BacktestResults, PolicyResult } from '../backtest/results.ts';
import { bestOf, type ComparisonColumn, comparisonColumns } from './comparison-columns.ts';
import { describeObjective } from './describe-run.ts';
import { rankPolicies, standing } from './rank-policies.ts';
import { columnWidth, fitColumns, renderTextTable, type TextColumn } from './text-table.ts';
import { wrapText } from './wrap-text.ts';

export interface ComparisonTableOptions {
  /**
   * Columns of the terminal; figures that do not fit are left out, the least telling first, and sentences are broken
   * between words. 100 when left out.
   */
  readonly width?: number;
  /** Whether bold and colour may be used (ANSI codes). No code at all when left out. */
  readonly colour?: boolean;
}

/** Left out first when the terminal is narrow. */
const expendable = ['turnover', 'trades', 'cvar99', 'mean', 'cost', 'cvar95', 'versusBand'];

/**
 * The comparison as text for a terminal: policies by objective, the best first, units in the header, and a line on what
 * the objective and the intervals are.
 */
export function renderComparisonTable(
  results: BacktestResults,
  { width = 100, colour = false }: ComparisonTableOptions = {},
): string {
  const ranked = rankPolicies(results);
  const objective = describeObjective(results.manifest.config.objective);
  const figures = comparisonColumns(objective).map((column) => textColumn(column, ranked, colour));
  const policies: TextColumn = {
    key: 'policy',
    head: 'policy',
    cells: ranked.map(({ name }) => name),
    align: 'left',
  };
  const columns = fitColumns([policies, ...figures], width, expendable);
  const note = `Objective: ${objective.name}, ${objective.unit} at writing, ± its standard error; lower is better.`;
  const interval = columns.some(({ key }) => key === 'versusBand')
    ? '\nAgainst band: objective minus that of the tuned delta band, paired 95 % interval (stationary bootstrap).'
    : '';
  return `${renderTextTable(columns)}\n\n${wrapText(`${note}${interval}`, width)}`;
}

function textColumn(column: ComparisonColumn, policies: readonly PolicyResult[], colour: boolean): TextColumn {
  const best = bestOf(column, policies);
  const head = `${column.label.toLowerCase().replace('cvar', 'CVaR')}\n${column.unit.replace(' of spot', '')}`;
  const plain = policies.map((policy) => column.text(policy));
  const cells = plain.map((text, row) => (colour ? emphasise(text, column, policies[row], best) : text));
  return { key: column.key, head, cells, width: columnWidth(head, plain) };
}

/** Bold for the best of a column; green and yellow for differences beyond their interval. */
function emphasise(text: string, column: ComparisonColumn, policy: PolicyResult, best: ReadonlySet<string>): string {
  if (best.has(policy.name)) return `\u001b[1m${text}\u001b[22m`;
  if (column.key !== 'versusBand') return text;
  const side = standing(policy.uncertainty.objectiveVersusBand);
  if (side === 'unclear') return text;
  return `\u001b[${side === 'better' ? 32 : 33}m${text}\u001b[39m`;
}
