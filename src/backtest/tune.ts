import type { Hedger } from '../hedgers/hedger.ts';
import type { Paths } from '../market/paths.ts';
import type { Criterion } from '../risk/criterion.ts';
import { runHedger } from './backtester.ts';
import type { HedgingTerms } from './hedging-terms.ts';
import { pnlPercent } from './ledger.ts';

/** Episodes and terms on which policies are tuned: rows of the training past alone. */
export interface TuningGround {
  readonly paths: Paths;
  readonly terms: HedgingTerms;
  readonly criterion: Criterion;
}

/** The criterion that a policy reaches on the ground, on P&L in percent of spot at writing. */
export function evaluate(hedger: Hedger, { paths, terms, criterion }: TuningGround): number {
  return criterion.value(pnlPercent(runHedger(hedger, paths, terms), paths.spot));
}

export interface Tuned<Parameters> {
  readonly parameters: Parameters;
  readonly hedger: Hedger;
  readonly objective: number;
}

/** The policy of the grid with the lowest criterion; of equals, the one named first. */
export function tune<Parameters>(
  grid: readonly Parameters[],
  make: (parameters: Parameters) => Hedger,
  ground: TuningGround,
): Tuned<Parameters> {
  const steps = tuning(grid, make, ground);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** `tune`, one policy after another: gives how many are done, and in the end the best. */
export function* tuning<Parameters>(
  grid: readonly Parameters[],
  make: (parameters: Parameters) => Hedger,
  ground: TuningGround,
): Generator<number, Tuned<Parameters>, void> {
  let best: Tuned<Parameters> | null = null;
  for (const [done, parameters] of grid.entries()) {
    yield done;
    const hedger = make(parameters);
    const objective = evaluate(hedger, ground);
    if (best === null || objective < best.objective || Number.isNaN(best.objective))
      best = { parameters, hedger, objective };
  }
  if (best === null) throw new RangeError('the grid of parameters is empty: expected at least one');
  return best;
}
