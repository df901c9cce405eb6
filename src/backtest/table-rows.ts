import type { Paths } from '../market/paths.ts';
import { type Ledger, pnlPercent } from './ledger.ts';
import type { DecisionTable, EpisodeTable } from './results.ts';

/** Items of the ledger that an episode's row holds. */
const ledgerItems = [
  'premium',
  'payoff',
  'gains',
  'costs',
  'interest',
  'dividends',
  'borrow',
  'funding',
  'pnl',
] as const;

/** Collects the rows of the episode table, policy by policy, into columns of a known size. */
export class EpisodeRows {
  readonly #table: EpisodeTable;
  #rows = 0;

  constructor(policyNames: readonly string[], capacity: number) {
    const ints = () => new Int32Array(capacity);
    const doubles = () => new Float64Array(capacity);
    this.#table = {
      rows: capacity,
      policyNames,
      policy: ints(),
      episode: ints(),
      start: ints(),
      expiry: ints(),
      regime: ints(),
      premium: doubles(),
      payoff: doubles(),
      gains: doubles(),
      costs: doubles(),
      interest: doubles(),
      dividends: doubles(),
      borrow: doubles(),
      funding: doubles(),
      pnl: doubles(),
      pnlPercent: doubles(),
    };
  }

  /** Adds the first `expired` paths; episodes are numbered from `first`. */
  append(
    policy: number,
    first: number,
    writing: Int32Array,
    paths: Paths,
    ledger: Ledger,
    regimes: Int32Array,
    expired: number,
  ): void {
    const table = this.#table;
    const at = this.#rows;
    for (let path = 0; path < expired; path++) {
      table.policy[at + path] = policy;
      table.episode[at + path] = first + path;
      table.start[at + path] = writing[path];
      table.expiry[at + path] = writing[path] + paths.steps;
      table.regime[at + path] = regimes[writing[path]];
    }
    for (const item of ledgerItems) {
      table[item].set(ledger[item].subarray(0, expired), at);
    }
    table.pnlPercent.set(pnlPercent(ledger, paths.spot).subarray(0, expired), at);
    this.#rows += expired;
  }

  table(): EpisodeTable {
    return this.#table;
  }
}

/** Collects the rows of the decision table; steps that lie after the last bar are left out. */
export class DecisionRows {
  readonly #table: DecisionTable;
  #rows = 0;

  constructor(policyNames: readonly string[], capacity: number) {
    const ints = () => new Int32Array(capacity);
    const doubles = () => new Float64Array(capacity);
    this.#table = {
      rows: capacity,
      policyNames,
      policy: ints(),
      episode: ints(),
      row: ints(),
      step: ints(),
      spot: doubles(),
      impliedVol: doubles(),
      forecastVol: doubles(),
      regime: ints(),
      holding: doubles(),
    };
  }

  /** `regimes` has one label per bar, so its length tells where the bars end. */
  append(policy: number, first: number, writing: Int32Array, paths: Paths, ledger: Ledger, regimes: Int32Array): void {
    const { holdings } = ledger;
    if (holdings === null) throw new RangeError('the ledger holds no holdings: run with recordHoldings');
    const table = this.#table;
    let at = this.#rows;
    for (let path = 0; path < writing.length; path++) {
      for (let step = 0; step <= paths.steps && writing[path] + step < regimes.length; step++, at++) {
        const cell = step * paths.paths + path;
        const row = writing[path] + step;
        table.policy[at] = policy;
        table.episode[at] = first + path;
        table.row[at] = row;
        table.step[at] = step;
        table.spot[at] = paths.spot[cell];
        table.impliedVol[at] = paths.impliedVol[cell];
        table.forecastVol[at] = paths.signals.forecastVol[cell];
        table.regime[at] = regimes[row];
        table.holding[at] = holdings[0][cell];
      }
    }
    this.#rows = at;
  }

  table(): DecisionTable {
    const rows = this.#rows;
    const { policyNames, ...columns } = this.#table;
    return {
      policyNames,
      rows,
      policy: columns.policy.subarray(0, rows),
      episode: columns.episode.subarray(0, rows),
      row: columns.row.subarray(0, rows),
      step: columns.step.subarray(0, rows),
      spot: columns.spot.subarray(0, rows),
      impliedVol: columns.impliedVol.subarray(0, rows),
      forecastVol: columns.forecastVol.subarray(0, rows),
      regime: columns.regime.subarray(0, rows),
      holding: columns.holding.subarray(0, rows),
    };
  }
}
