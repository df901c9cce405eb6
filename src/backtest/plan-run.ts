import { isTrained } from '../hedgers/deep/training-costs.ts';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { marketWarnings } from '../simulate/market-terms.ts';
import { InputError } from '../support/input-error.ts';
import { comparesDeep } from './check-policies.ts';
import type { BacktestConfig } from './config.ts';
import { writingRows } from './episodes.ts';
import type { MarketData } from './market-data.ts';
import { type Refit, scheduleRefits } from './refit-schedule.ts';

/** Which rows are fitted and which are evaluated: settled before anything is computed. */
export interface RunPlan {
  readonly rows: number;
  readonly signalRefits: readonly Refit[];
  /** Refits of the policies that have a contract to hedge, with the rows at which those are written. */
  readonly policyRefits: readonly (Refit & { readonly writing: Int32Array })[];
  /** Rows [from, to) in which contracts are written. */
  readonly evaluatedFrom: number;
  readonly evaluatedTo: number;
  /** What the reader must know of the plan. */
  readonly notices: readonly string[];
}

/** Fewer blocks of the bootstrap than this do not show how much the results vary. */
const minimumBlocks = 4;

/** Fewer expired contracts than this tune nothing. */
const minimumTrainingEpisodes = 20;

/**
 * Plans the walk-forward of a run.
 *
 * @throws InputError when the rows do not reach for the schedule, or no contract is written and expires in the span
 */
export function planRun({ bars, impliedVol, halfSpreadBps, source }: MarketData, config: BacktestConfig): RunPlan {
  const { walkForward, contract, data } = config;
  const rows = bars.dates.length;
  if (walkForward.firstFitYears <= walkForward.signalYears) {
    throw new InputError(
      `walkForward.firstFitYears is ${walkForward.firstFitYears}: expected more than walkForward.signalYears (${walkForward.signalYears}), since policies are tuned on signals recorded in between`,
    );
  }
  if (impliedVol.length !== rows) {
    throw new RangeError(`impliedVol has ${impliedVol.length} rows: expected ${rows}, one per bar`);
  }
  const tuningYears = Math.min(
    walkForward.firstFitYears - walkForward.signalYears,
    walkForward.window === 'rolling' ? walkForward.rollingYears : Number.POSITIVE_INFINITY,
  );
  const tuningRows = Math.round(tuningYears * tradingDaysPerYear);
  if (tuningRows < contract.tenorDays + minimumTrainingEpisodes * contract.everyDays) {
    throw new InputError(
      `policies would be tuned on ${tuningYears} years, which hold fewer than ${minimumTrainingEpisodes} contracts of ${contract.tenorDays} days written every ${contract.everyDays} days: raise walkForward.firstFitYears over signalYears (or rollingYears), or write more often`,
    );
  }
  const schedule = scheduleRefits(rows, walkForward.firstFitYears, walkForward);
  const needed = Math.round(walkForward.firstFitYears * tradingDaysPerYear) + contract.tenorDays;
  if (schedule.length === 0 || schedule[0].row + contract.tenorDays >= rows) {
    throw new InputError(
      `the data (${source}) has ${rows} rows, but a first fit on ${walkForward.firstFitYears} years and one contract of ${contract.tenorDays} days need at least ${needed}: give more rows or lower walkForward.firstFitYears`,
    );
  }
  const quoted = impliedVol.findIndex((value) => Number.isFinite(value));
  if (quoted < 0 || quoted > schedule[0].row - contract.tenorDays) {
    throw new InputError(
      `implied volatility starts ${quoted < 0 ? 'on no date of the bars' : `on ${bars.dates[quoted]}`}, after the first fit on ${bars.dates[schedule[0].row]}: give a longer series, or bars that start later`,
    );
  }
  const spread = halfSpreadBps?.findIndex((value) => Number.isFinite(value)) ?? 0;
  if (spread < 0 || spread > schedule[0].row - contract.tenorDays - minimumTrainingEpisodes) {
    throw new InputError(
      `half-spreads start ${spread < 0 ? 'on no date of the bars' : `on ${bars.dates[spread]}`}, too late for the first fit on ${bars.dates[schedule[0].row]}: give a longer series, or a constant halfSpreadBps`,
    );
  }
  const from = firstRowFrom(bars.dates, data.from, schedule[0].row);
  const to = endRow(bars.dates, data.to);
  const policyRefits = schedule
    .map((refit) => ({
      ...refit,
      writing: writingRows(Math.max(refit.row, from), Math.min(refit.until, to), contract.everyDays),
    }))
    .filter(({ writing }) => writing.length > 0);
  const first = policyRefits[0]?.writing[0];
  if (first === undefined || first + contract.tenorDays >= rows) {
    throw new InputError(
      `no contract is written and expires between ${data.from ?? bars.dates[schedule[0].row]} and ${data.to ?? bars.dates[rows - 1]}: the first fit is on ${bars.dates[schedule[0].row]} and the data ends on ${bars.dates[rows - 1]}`,
    );
  }
  const trainsDeep = comparesDeep(config);
  const untrained = config.frictions.filter((terms) => trainsDeep && !isTrained(terms)).map(({ kind }) => kind);
  const last = policyRefits[policyRefits.length - 1].writing.at(-1)!;
  refuseGaps(bars.dates, impliedVol, quoted, Math.min(rows, last + contract.tenorDays + 1));
  const trained = Math.min(...policyRefits.map(({ trainFrom }) => trainFrom));
  return {
    rows,
    signalRefits: scheduleRefits(rows, walkForward.signalYears, walkForward).filter(
      ({ row, until }) => until > trained && row <= last + contract.tenorDays,
    ),
    policyRefits,
    evaluatedFrom: first,
    evaluatedTo: last + 1,
    notices: [
      ...(trainsDeep ? marketWarnings(config.market) : []).map((warning) => `the deep hedge's market: ${warning}`),
      ...(untrained.length > 0
        ? [
            `${untrained.join(', ')}: left out of the deep hedge's training, wholly or in part; every policy is judged with them`,
          ]
        : []),
      ...(data.from !== undefined && data.from < bars.dates[schedule[0].row]
        ? [`evaluation starts on ${bars.dates[first]}, at the first fit, not on ${data.from} as asked`]
        : []),
      ...(last - first < minimumBlocks * config.bootstrap.blockDays
        ? [`only ${last - first + 1} days are evaluated, so standard errors and intervals are too small to rely on`]
        : []),
    ],
  };
}

/** From its first quote on, implied volatility has to be known on every row that is fitted or evaluated. */
function refuseGaps(dates: readonly string[], impliedVol: Float64Array, from: number, to: number): void {
  const gap = impliedVol.subarray(from, to).findIndex((value) => !Number.isFinite(value));
  if (gap < 0) return;
  throw new InputError(
    `implied volatility is missing on ${dates[from + gap]} and for too long before it to carry the last quote forward: give a complete series, or end the evaluation earlier with --to`,
  );
}

function firstRowFrom(dates: readonly string[], from: string | undefined, earliest: number): number {
  if (from === undefined) return earliest;
  const row = dates.findIndex((date) => date >= from);
  return row < 0 ? dates.length : Math.max(earliest, row);
}

function endRow(dates: readonly string[], to: string | undefined): number {
  if (to === undefined) return dates.length;
  const row = dates.findIndex((date) => date > to);
  return row < 0 ? dates.length : row;
}
