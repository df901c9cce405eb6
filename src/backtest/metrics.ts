import { mean, standardDeviation } from '../math/moments.ts';
import type { Criterion } from '../risk/criterion.ts';
import { cvar } from '../risk/cvar.ts';
import { entropic } from '../risk/entropic.ts';
import type { Metrics } from './results.ts';

/** One policy's episodes, one entry each, in percent of spot at writing (turnover: in multiples of it). */
export interface PolicyOutcomes {
  readonly pnl: Float64Array;
  readonly cost: Float64Array;
  readonly turnover: Float64Array;
  readonly trades: Float64Array;
}

const tail95 = cvar(0.95);
const tail99 = cvar(0.99);
const unitEntropic = entropic(1);

/** The figures of the comparison table. Throws a RangeError when there is no episode. */
export function measureOutcomes({ pnl, cost, turnover, trades }: PolicyOutcomes, objective: Criterion): Metrics {
  if (pnl.length === 0) throw new RangeError('no episode to measure: expected at least one');
  return {
    mean: mean(pnl),
    sd: standardDeviation(pnl),
    cvar95: tail95.value(pnl),
    cvar99: tail99.value(pnl),
    entropic: unitEntropic.certaintyEquivalent(pnl),
    cost: mean(cost),
    turnover: mean(turnover),
    trades: mean(trades),
    objective: objective.value(pnl),
  };
}

/** The outcomes of some of the episodes. */
export function selectOutcomes(outcomes: PolicyOutcomes, episodes: Int32Array): PolicyOutcomes {
  const pick = (column: Float64Array) => Float64Array.from(episodes, (episode) => column[episode]);
  return {
    pnl: pick(outcomes.pnl),
    cost: pick(outcomes.cost),
    turnover: pick(outcomes.turnover),
    trades: pick(outcomes.trades),
  };
}
