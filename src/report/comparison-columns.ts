import type { Metrics, PolicyResult } from '../backtest/results.ts';
import type { ObjectiveWords } from './describe-run.ts';
import { formatInterval, formatNumber } from './format.ts';

/** One figure of the comparison, as every table of policies writes it. */
export interface ComparisonColumn {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  /** What it is, for a reader who does not know the term. */
  readonly meaning: string;
  /** Which end is good; null where neither is on its own (doing nothing costs nothing). */
  readonly best: 'lowest' | 'highest' | null;
  value(policy: PolicyResult): number;
  text(policy: PolicyResult): string;
}

/** The columns of the comparison in reading order. Risk figures are losses: lower is better. */
export function comparisonColumns(objective: ObjectiveWords): readonly ComparisonColumn[] {
  const percent = '% of spot';
  return [
    {
      key: 'objective',
      label: 'Objective',
      unit: `${objective.unit} ± se`,
      meaning: `${objective.name}: ${objective.formula}, ± its bootstrap standard error`,
      best: 'lowest',
      value: ({ metrics }) => metrics.objective,
      text: ({ metrics, uncertainty }) =>
        `${formatNumber(metrics.objective, 3)} ± ${formatNumber(uncertainty.objective.stderr, 3)}`,
    },
    {
      key: 'versusBand',
      label: 'Against band',
      unit: `${objective.unit} [95 %]`,
      meaning: 'objective minus that of the tuned delta band, with its paired 95 % interval; below zero is better',
      best: null,
      value: ({ uncertainty }) => uncertainty.objectiveVersusBand.value,
      text: ({ uncertainty }) => differenceText(uncertainty.objectiveVersusBand),
    },
    metric('mean', 'Mean', percent, 'mean P&L, a gain is positive', 'highest', 3),
    metric('sd', 'Sd', percent, 'standard deviation of P&L', 'lowest', 3),
    metric('cvar95', 'CVaR 95', percent, 'mean loss in the worst 5 % of episodes', 'lowest', 2),
    metric('cvar99', 'CVaR 99', percent, 'mean loss in the worst 1 % of episodes', 'lowest', 2),
    metric('cost', 'Cost', percent, 'mean trading cost of an episode', null, 3),
    metric('turnover', 'Turnover', '× spot', 'mean value traded in an episode, in multiples of spot', null, 2),
    metric('trades', 'Trades', 'per episode', 'mean number of trades', null, 1),
  ];
}

/** The difference and its interval; a dash for the policy that it is taken against. */
export function differenceText(difference: PolicyResult['uncertainty']['objectiveVersusBand']): string {
  return difference.value === 0 && difference.low === 0 && difference.high === 0 ? '–' : formatInterval(difference);
}

/** Names of the policies that are best in a column: several when they tie, none where there is no good end. */
export function bestOf(column: ComparisonColumn, policies: readonly PolicyResult[]): ReadonlySet<string> {
  if (column.best === null) return new Set();
  const values = policies.map((policy) => column.value(policy)).filter(Number.isFinite);
  const best = column.best === 'lowest' ? Math.min(...values) : Math.max(...values);
  return new Set(policies.filter((policy) => column.value(policy) === best).map(({ name }) => name));
}

function metric(
  key: keyof Metrics,
  label: string,
  unit: string,
  meaning: string,
  best: ComparisonColumn['best'],
  decimals: number,
): ComparisonColumn {
  const value = ({ metrics }: PolicyResult) => metrics[key];
  return { key, label, unit, meaning, best, value, text: (policy) => formatNumber(value(policy), decimals) };
}
