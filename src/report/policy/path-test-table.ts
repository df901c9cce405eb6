import Table from 'cli-table3';
import type { PathOutcome } from '../../backtest/compare-on-paths.ts';
import { blankBorders } from '../blank-borders.ts';
import type { ObjectiveWords } from '../describe-run.ts';
import { formatNumber, formatSigned } from '../format.ts';
import { wrapText } from '../wrap-text.ts';

export interface PathTestTableOptions {
  readonly objective: ObjectiveWords;
  /** Columns that lines may take. */
  readonly width: number;
  /** How the paths were drawn, a sentence. */
  readonly drawn: string;
}

const gap = 2;

/**
 * Policies on the same simulated paths as text for a terminal: the criterion with its standard error, its difference from the
 * first policy with the paired one, mean and spread of P&L, costs and trades.
 */
export function renderPathTest(
  outcomes: readonly PathOutcome[],
  { objective, width, drawn }: PathTestTableOptions,
): string {
  const [first] = outcomes;
  const unit = objective.unit.replace(' of spot', '');
  const table = new Table({
    head: [
      'policy',
      `objective\n${unit}`,
      '± s.e.',
      'against\ntrained',
      '± s.e.',
      'mean\n%',
      'sd\n%',
      'cost\n%',
      'trades',
    ],
    colAligns: ['left', ...Array.from({ length: 8 }, () => 'right' as const)],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap },
    chars: { ...blankBorders },
  });
  const ranked = [...outcomes].sort((a, b) => a.objective.value - b.objective.value);
  table.push(
    ...ranked.map((outcome) => [
      outcome.name,
      formatNumber(outcome.objective.value, 4),
      formatNumber(outcome.objective.stderr, 4),
      ...(outcome === first
        ? ['', '']
        : [formatSigned(outcome.versusFirst.value, 4), formatNumber(outcome.versusFirst.stderr, 4)]),
      formatNumber(outcome.mean, 3),
      formatNumber(outcome.sd, 3),
      formatNumber(outcome.cost, 3),
      formatNumber(outcome.trades, 1),
    ]),
  );
  const lines = table.toString().split('\n');
  const note = `Objective: ${objective.name}, ${objective.unit} at writing; lower is better; against: less that of ${first.name}, on the same paths. ${drawn}`;
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n\n${wrapText(note, width)}`;
}
