import { createDeltaBandHedger } from '../hedgers/delta-band.ts';
import type { Hedger } from '../hedgers/hedger.ts';
import type { Paths } from '../market/paths.ts';
import { mean, standardDeviation } from '../math/moments.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { runHedger } from './backtester.ts';
import { comparePolicies } from './compare-policies.ts';
import { pnlPercent } from './ledger.ts';
import type { Interval } from './results.ts';
import { type Tuned, type TuningGround, tuning } from './tune.ts';

/** What a policy reached on simulated paths, in percent of spot at writing. */
export interface PathOutcome {
  readonly name: string;
  /** The criterion with its standard error. */
  readonly objective: Interval;
  /** The criterion less that of the first policy, on the same paths. */
  readonly versusFirst: Interval;
  /** Mean and standard deviation of P&L, mean costs, and mean number of trades a path. */
  readonly mean: number;
  readonly sd: number;
  readonly cost: number;
  readonly trades: number;
}

export interface CompareOnPathsOptions extends LongCallOptions {
  /** Of the resamples behind standard errors. */
  readonly seed: number;
  /** Resamples; 200 by default. */
  readonly draws?: number;
}

/**
 * Runs policies over the same paths. Standard errors are those of the bootstrap (Efron 1979) over paths drawn one
 * independently of another; antithetic pairs would make them too large. Of differences they are paired.
 *
 * @throws the signal's reason when stopped, between two policies; RangeError where there are none
 * @example
 * const [deep, delta] = await compareOnPaths([hedger, createBlackScholesDeltaHedger()], { paths, terms, criterion }, { seed: 1 });
 */
export async function compareOnPaths(
  hedgers: readonly Hedger[],
  { paths, terms, criterion }: TuningGround,
  { seed, draws = 200, signal, onProgress }: CompareOnPathsOptions,
): Promise<readonly PathOutcome[]> {
  if (hedgers.length === 0) throw new RangeError('hedgers is empty: expected at least one policy');
  const pnl: Float64Array[] = [];
  const outcomes = [];
  for (const [place, hedger] of hedgers.entries()) {
    await turn(signal);
    onProgress?.({ label: 'testing', done: place, total: hedgers.length + 1 });
    const ledger = runHedger(hedger, paths, terms);
    const earned = pnlPercent(ledger, paths.spot);
    pnl.push(earned);
    outcomes.push({
      name: hedger.name,
      mean: mean(earned),
      sd: standardDeviation(earned),
      cost: mean(percentOf(ledger.costs, paths)),
      trades: mean(ledger.trades),
    });
  }
  await turn(signal);
  const compared = comparePolicies(pnl, criterion, { draws, meanBlock: 1, seed, signal });
  const versusFirst = compared.versus(0);
  onProgress?.({ label: 'testing', done: hedgers.length + 1, total: hedgers.length + 1 });
  return outcomes.map((outcome, policy) => ({
    ...outcome,
    objective: compared.objective[policy],
    versusFirst: versusFirst[policy],
  }));
}

/**
 * The constant band with the lowest criterion of a grid of half-widths, as `tune` finds it; it can be stopped between two.
 *
 * @throws the signal's reason when stopped; RangeError for an empty grid
 */
export async function tuneBand(
  halfWidths: readonly number[],
  ground: TuningGround,
  { signal, onProgress }: LongCallOptions = {},
): Promise<Tuned<number>> {
  const steps = tuning(halfWidths, (halfWidth) => createDeltaBandHedger({ halfWidth }), ground);
  for (;;) {
    await turn(signal);
    const { done, value } = steps.next();
    if (done) return value;
    onProgress?.({ label: 'tuning the constant band', done: value, total: halfWidths.length });
  }
}

/** Lets the process take note of signals, and stops where one came. */
async function turn(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}

function percentOf(money: Float64Array, { spot }: Paths): Float64Array {
  return money.map((value, path) => (100 * value) / Math.abs(spot[path]));
}
