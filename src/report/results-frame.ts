import type { BacktestResults, BacktestRun, Interval, Metrics, PolicyResult } from '../backtest/results.ts';
import type { HedgerKind } from '../hedgers/hedger.ts';
import { columnsFromDataFrame, columnsToDataFrame, type DanfoFrame, type DanfoLibrary } from '../market/danfo.ts';
import { InputError } from '../support/input-error.ts';

/** A policy's row of the comparison: what a DataFrame of policies holds. */
export type PolicyRow = Omit<PolicyResult, 'byRegime'>;

const kinds: readonly HedgerKind[] = ['none', 'delta', 'band', 'forecast-adjusted', 'deep', 'switcher'];
const metricNames: readonly (keyof Metrics)[] = [
  'mean',
  'sd',
  'cvar95',
  'cvar99',
  'entropic',
  'cost',
  'turnover',
  'trades',
  'objective',
];
const intervalNames = ['objective', 'objectiveVersusDelta', 'objectiveVersusBand'] as const;
const intervalParts: readonly (keyof Interval)[] = ['value', 'stderr', 'low', 'high'];

/**
 * The policies of a run as a DataFrame, one row each: `name`, `kind`, the metrics of results.json by their names, and
 * the intervals as `objectiveVersusBand.value`, `.stderr`, `.low`, `.high` and so on.
 *
 * @example
 * import * as danfo from 'danfojs';
 * policiesToDataFrame(danfo, run.results).print();
 */
export function policiesToDataFrame<Frame extends DanfoFrame>(
  danfo: DanfoLibrary<Frame>,
  { policies }: Pick<BacktestResults, 'policies'>,
): Frame {
  const columns: Record<string, readonly string[] | Float64Array> = {
    name: policies.map(({ name }) => name),
    kind: policies.map(({ kind }) => kind),
  };
  for (const metric of metricNames) columns[metric] = Float64Array.from(policies, ({ metrics }) => metrics[metric]);
  for (const interval of intervalNames) {
    for (const part of intervalParts) {
      columns[`${interval}.${part}`] = Float64Array.from(policies, ({ uncertainty }) => uncertainty[interval][part]);
    }
  }
  return columnsToDataFrame(danfo, columns);
}

/** Policies from such a DataFrame. Throws an InputError on a missing column or an unknown kind. */
export function policiesFromDataFrame(frame: DanfoFrame): readonly PolicyRow[] {
  const columns = columnsFromDataFrame(frame);
  const texts = (name: string) => columnOf(columns, name, isText, 'text');
  const numbers = (name: string) => columnOf(columns, name, isNumeric, 'numbers');
  const names = texts('name');
  const kindNames = texts('kind').map(kindOf);
  const metrics = metricNames.map((metric) => [metric, numbers(metric)] as const);
  const intervals = intervalNames.map(
    (interval) => [interval, intervalParts.map((part) => [part, numbers(`${interval}.${part}`)] as const)] as const,
  );
  return names.map((name, row) => ({
    name,
    kind: kindNames[row],
    metrics: Object.fromEntries(metrics.map(([metric, values]) => [metric, values[row]])) as unknown as Metrics,
    uncertainty: Object.fromEntries(
      intervals.map(([interval, parts]) => [
        interval,
        Object.fromEntries(parts.map(([part, values]) => [part, values[row]])),
      ]),
    ) as unknown as PolicyResult['uncertainty'],
  }));
}

/** The episodes of a run as a DataFrame: the columns of episodes.csv, and `pnlPercent` in percent of spot at writing. */
export function episodesToDataFrame<Frame extends DanfoFrame>(
  danfo: DanfoLibrary<Frame>,
  { episodes, bars }: Pick<BacktestRun, 'episodes' | 'bars'>,
): Frame {
  const { premium, payoff, gains, costs, interest, dividends, borrow, funding, pnl, pnlPercent } = episodes;
  return columnsToDataFrame(danfo, {
    policy: Array.from(episodes.policy, (policy) => episodes.policyNames[policy]),
    episode: Float64Array.from(episodes.episode),
    start: Array.from(episodes.start, (row) => bars.dates[row]),
    expiry: Array.from(episodes.expiry, (row) => bars.dates[row]),
    regime: Float64Array.from(episodes.regime),
    premium,
    payoff,
    gains,
    costs,
    interest,
    dividends,
    borrow,
    funding,
    pnl,
    pnlPercent,
  });
}

type Column = Float64Array | readonly string[];

function isText(column: Column): column is readonly string[] {
  return Array.isArray(column);
}

function isNumeric(column: Column): column is Float64Array {
  return column instanceof Float64Array;
}

function columnOf<Wanted extends Column>(
  columns: Readonly<Record<string, Column>>,
  name: string,
  isWanted: (column: Column) => column is Wanted,
  expected: string,
): Wanted {
  const column = columns[name];
  if (column !== undefined && isWanted(column)) return column;
  const found = column === undefined ? `no column '${name}'` : `column '${name}' is of another type`;
  throw new InputError(`${found}: expected ${expected}, as policiesToDataFrame writes them`, { file: 'DataFrame' });
}

function kindOf(text: string, row: number): HedgerKind {
  const kind = kinds.find((candidate) => candidate === text);
  if (kind !== undefined) return kind;
  const expected = kinds.join(', ');
  throw new InputError(`'${text}': expected one of ${expected}`, { file: 'DataFrame', line: row + 1, column: 'kind' });
}
