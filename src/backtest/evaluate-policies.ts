import type { Hedger } from '../hedgers/hedger.ts';
import { loadHedger } from '../hedgers/load-hedger.ts';
import { runHedger } from './backtester.ts';
import { type EpisodeTerms, episodePaths, isExpired } from './episodes.ts';
import type { FittedPolicies } from './fit-policies.ts';
import type { HedgingTerms } from './hedging-terms.ts';
import { pnlPercent } from './ledger.ts';
import type { PolicyOutcomes } from './metrics.ts';
import type { DecisionTable, EpisodeTable } from './results.ts';
import type { SignalTable } from './signal-table.ts';
import { DecisionRows, EpisodeRows } from './table-rows.ts';

/** Policies fitted at one refit, and the writing rows at which they are in force. */
export interface PolicySegment {
  readonly writing: Int32Array;
  readonly fitted: FittedPolicies;
}

export interface EvaluatedPolicies {
  readonly policies: readonly Pick<Hedger, 'name' | 'kind'>[];
  /** Outcomes of the expired episodes, by policy, all in the same order. */
  readonly outcomes: readonly PolicyOutcomes[];
  /** Writing rows of the expired episodes. */
  readonly writing: Int32Array;
  readonly episodes: EpisodeTable;
  readonly decisions: DecisionTable;
}

export interface LabelledRegimes {
  /** Most probable filtered regime per row, by detector. */
  readonly byDetector: Readonly<Record<string, Int32Array>>;
  readonly reporting: string;
}

/**
 * Runs every policy over every evaluated episode, each with the parameters of the refit in force when the episode was
 * written. All policies meet the same episodes. Episodes still open at the last row appear among the decisions, up to
 * that row, and not among the results.
 */
export function evaluatePolicies(
  table: SignalTable,
  segments: readonly PolicySegment[],
  terms: HedgingTerms & EpisodeTerms,
  regimes: LabelledRegimes,
): EvaluatedPolicies {
  const prepared = segments.map(({ writing, fitted }) => ({
    writing,
    fitted,
    hedgers: fitted.hedgers.map((json) => loadHedger(json)),
    paths: episodePaths(table, writing, terms),
    expired: writing.filter((row) => isExpired(table, row, terms.tenorDays)).length,
  }));
  const policies = prepared[0].hedgers.map(({ name, kind }) => ({ name, kind }));
  const names = policies.map(({ name }) => name);
  const written = prepared.reduce((sum, { writing }) => sum + writing.length, 0);
  const settled = prepared.reduce((sum, { expired }) => sum + expired, 0);
  const episodes = new EpisodeRows(names, names.length * settled);
  const decisions = new DecisionRows(names, names.length * written * (terms.tenorDays + 1));
  const outcomes = policies.map((_, policy) => {
    const outcome = emptyOutcomes(settled);
    let first = 0;
    let filled = 0;
    for (const { writing, fitted, hedgers, paths, expired } of prepared) {
      const hedger = hedgers[policy];
      const ledger = runHedger(hedger, paths, terms, { recordHoldings: true });
      // A switcher's decisions are listed under the regime of its own detector.
      const { detector } = fitted.hedgers[policy];
      const labels = regimes.byDetector[typeof detector === 'string' ? detector : regimes.reporting];
      decisions.append(policy, first, writing, paths, ledger, labels);
      episodes.append(policy, first, writing, paths, ledger, regimes.byDetector[regimes.reporting], expired);
      const pnl = pnlPercent(ledger, paths.spot);
      for (let path = 0; path < expired; path++, filled++) {
        const spot = paths.spot[path];
        outcome.pnl[filled] = pnl[path];
        outcome.cost[filled] = (100 * ledger.costs[path]) / spot;
        outcome.turnover[filled] = ledger.traded[path] / spot;
        outcome.trades[filled] = ledger.trades[path];
      }
      first += writing.length;
    }
    return outcome;
  });
  return {
    policies,
    outcomes,
    writing: Int32Array.from(prepared.flatMap(({ writing, expired }) => [...writing.subarray(0, expired)])),
    episodes: episodes.table(),
    decisions: decisions.table(),
  };
}

function emptyOutcomes(episodes: number): PolicyOutcomes {
  const column = () => new Float64Array(episodes);
  return { pnl: column(), cost: column(), turnover: column(), trades: column() };
}
